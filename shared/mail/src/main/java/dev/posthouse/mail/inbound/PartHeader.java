package dev.posthouse.mail.inbound;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.james.mime4j.stream.BodyDescriptor;
import org.apache.james.mime4j.stream.BodyDescriptorBuilder;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.RawField;
import org.apache.james.mime4j.util.ByteSequence;
import org.jspecify.annotations.Nullable;

/// The header of a message or of a part: what [org.apache.james.mime4j.stream.MimeTokenStream]
/// takes the structure from. It is the parser's guard against headers and structures without end.
final class PartHeader implements BodyDescriptorBuilder, BodyDescriptor {
  static final String OPAQUE = "application/octet-stream";

  private static final String PLAIN = "text/plain";
  // RFC 2046 §5.1.1 allows 70; readers search for it in everything that follows.
  private static final int BOUNDARY_MAX = 200;
  private static final int TYPE_MAX = 127;
  private static final Pattern TYPE =
      Pattern.compile("[a-z0-9][a-z0-9!#$&^_.+-]*+/[a-z0-9][a-z0-9!#$&^_.+-]*+");

  private final @Nullable PartHeader parent;
  private final int depth;
  private final EnumSet<Cut> cuts;
  private final List<RawField> raw = new ArrayList<>();
  private int size;
  private HeaderFields fields = HeaderFields.NONE;
  private Parameters contentType = Parameters.of(PLAIN);
  private Parameters disposition = Parameters.of("");
  private String mimeType = PLAIN;

  private PartHeader(@Nullable PartHeader parent, EnumSet<Cut> cuts) {
    this.parent = parent;
    this.depth = parent == null ? 0 : parent.depth + 1;
    this.cuts = cuts;
  }

  static PartHeader ofMessage(EnumSet<Cut> cuts) {
    return new PartHeader(null, cuts);
  }

  HeaderFields fields() {
    return fields;
  }

  /// Parameters of the content type.
  Optional<String> parameter(String name) {
    return contentType.get(name);
  }

  /// `inline`, `attachment`, another word or nothing.
  String disposition() {
    return disposition.value();
  }

  /// The name that the sender gave the file.
  Optional<String> filename() {
    return disposition.get("filename").or(() -> contentType.get("name"));
  }

  @Override
  public void reset() {
    raw.clear();
    size = 0;
  }

  @Override
  public @Nullable Field addField(RawField field) {
    // Of parts only this is asked for.
    boolean wanted = parent == null || field.getNameLowerCase().startsWith("content-");
    if (wanted && size + field.getRaw().length() > InboundLimits.HEADER_BYTES_MAX) {
      cuts.add(Cut.HEADER);
    } else if (wanted) {
      size += field.getRaw().length();
      raw.add(field);
    }
    return null;
  }

  @Override
  public BodyDescriptorBuilder newChild() {
    return new PartHeader(this, cuts);
  }

  @Override
  public BodyDescriptor build() {
    // Which charset a header is in that says so nowhere, only its own content type may tell.
    Optional<String> type =
        raw.stream()
            .filter(field -> field.getNameLowerCase().equals("content-type"))
            .map(field -> new String(value(field), StandardCharsets.ISO_8859_1))
            .findFirst();
    Charset charset =
        type.flatMap(text -> Parameters.of(text).get("charset"))
            .flatMap(MailCharsets::named)
            .orElse(null);
    fields = new HeaderFields(raw.stream().map(field -> decoded(field, charset)).toList());
    contentType = Parameters.of(fields.first("content-type").orElse(defaultType()));
    disposition = Parameters.of(fields.first("content-disposition").orElse(""));
    mimeType = effectiveType();
    return this;
  }

  private static HeaderField decoded(RawField field, @Nullable Charset charset) {
    // A fold is a line end before white space (RFC 5322 §2.2.3): it stands for that white space.
    String text = MailCharsets.guessed(value(field), charset).replaceAll("\r?\n(?=[ \t])", "");
    return new HeaderField(field.getNameLowerCase(), CleanText.line(text));
  }

  private static byte[] value(RawField field) {
    ByteSequence octets = field.getRaw();
    int start = field.getDelimiterIdx() + 1;
    return Arrays.copyOfRange(octets.toByteArray(), start, octets.length());
  }

  private String defaultType() {
    boolean digest = parent != null && parent.mimeType.equals("multipart/digest");
    return digest ? "message/rfc822" : PLAIN;
  }

  private String effectiveType() {
    String type = contentType.value();
    if (type.length() > TYPE_MAX || !TYPE.matcher(type).matches()) {
      // `Content-Type: text` is what old Unix mailers write.
      return type.isEmpty() || type.startsWith("text") ? PLAIN : OPAQUE;
    }
    if (!type.startsWith("multipart/")) {
      return type;
    }
    if (depth >= InboundLimits.DEPTH_MAX) {
      cuts.add(Cut.DEPTH);
      return OPAQUE;
    }
    // Without its boundary it cannot be taken apart: better its source than nothing.
    return boundary().isPresent() ? type : PLAIN;
  }

  private Optional<String> boundary() {
    return contentType
        .get("boundary")
        .filter(text -> !text.isEmpty() && text.length() <= BOUNDARY_MAX);
  }

  @Override
  public String getMimeType() {
    return mimeType;
  }

  @Override
  public String getMediaType() {
    return mimeType.substring(0, mimeType.indexOf('/'));
  }

  @Override
  public String getSubType() {
    return mimeType.substring(mimeType.indexOf('/') + 1);
  }

  @Override
  public @Nullable String getBoundary() {
    return boundary().orElse(null);
  }

  @Override
  public @Nullable String getCharset() {
    return contentType.get("charset").orElse(null);
  }

  @Override
  public String getTransferEncoding() {
    return Parameters.of(fields.first("content-transfer-encoding").orElse("7bit")).value();
  }

  @Override
  public long getContentLength() {
    return -1;
  }
}
