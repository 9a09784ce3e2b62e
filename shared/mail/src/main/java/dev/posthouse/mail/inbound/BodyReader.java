package dev.posthouse.mail.inbound;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Tells the parts that are the message's body from those that are its attachments.
final class BodyReader {
  // A charset may only be told within the HTML (HTML §4.2.5.4).
  private static final Pattern META_CHARSET =
      Pattern.compile(
          "<meta[^>]{0,200}?charset\\s*=\\s*[\"']?([\\w.:-]{1,40})", Pattern.CASE_INSENSITIVE);
  private static final int META_BYTES = 2_048;
  private static final int OCTETS_PER_CHAR_MAX = 4;

  /// One piece of the body: as text, as HTML or as both.
  private record Piece(@Nullable String text, @Nullable String html) {
    static final Piece NONE = new Piece(null, null);

    boolean isNone() {
      return text == null && html == null;
    }

    boolean onlyHtml() {
      return html != null && (text == null || text.isBlank());
    }

    String asHtml() {
      return html != null ? html : "<pre>" + escaped(text == null ? "" : text) + "</pre>";
    }

    private static String escaped(String text) {
      return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
  }

  private final EnumSet<Cut> cuts;
  private final List<InboundAttachment> attachments = new ArrayList<>();
  private final List<CalendarPart> calendars = new ArrayList<>();
  private final MailBody body;
  private int htmlLeft = InboundLimits.HTML_READ_CHARS_MAX;

  BodyReader(Part message, EnumSet<Cut> cuts) {
    this.cuts = cuts;
    Piece whole = piece(message);
    String text = cut(asText(whole));
    Optional<String> html = Optional.ofNullable(whole.html()).map(this::cut);
    body = new MailBody(text, html, QuotedHistory.without(text));
  }

  MailBody body() {
    return body;
  }

  List<InboundAttachment> attachments() {
    return List.copyOf(attachments);
  }

  List<CalendarPart> calendars() {
    return List.copyOf(calendars);
  }

  private Piece piece(Part part) {
    if (!part.isMultipart()) {
      return leaf(part);
    }
    return switch (part.header().getSubType()) {
      case "alternative" -> alternative(part.children());
      case "related", "signed", "report" -> firstOf(part);
      case "encrypted" -> {
        part.children().forEach(this::attachAll);
        yield Piece.NONE;
      }
      default -> joined(part.children().stream().map(this::piece).toList());
    };
  }

  private Piece leaf(Part part) {
    boolean multipartWithoutParts = part.type().startsWith("multipart/");
    if (!multipartWithoutParts && !isBody(part)) {
      attach(part);
      return Piece.NONE;
    }
    boolean html = part.type().equals("text/html");
    String text = text(part, html);
    return html ? new Piece(null, text) : new Piece(text, null);
  }

  private static boolean isBody(Part part) {
    return (part.type().equals("text/plain") || part.type().equals("text/html"))
        && !part.header().disposition().equals("attachment")
        && part.header().filename().isEmpty();
  }

  /// RFC 2046 §5.1.4: the same in several forms, the best one last.
  private Piece alternative(List<Part> parts) {
    String text = null;
    String html = null;
    for (Part part : parts) {
      if (part.type().equals("text/x-amp-html") || part.type().equals("text/watch-html")) {
        continue;
      }
      Piece piece = piece(part);
      text = piece.text() == null ? text : piece.text();
      html = piece.html() == null ? html : piece.html();
    }
    return new Piece(text, html);
  }

  /// The first part is what is to be read; the others belong to it.
  private Piece firstOf(Part part) {
    Piece piece = piece(part.children().getFirst());
    part.children().stream().skip(1).forEach(this::attachAll);
    return piece;
  }

  private Piece joined(List<Piece> pieces) {
    List<Piece> some = pieces.stream().filter(piece -> !piece.isNone()).toList();
    if (some.size() == 1) {
      return some.getFirst();
    }
    boolean anyHtml = some.stream().anyMatch(piece -> piece.html() != null);
    return some.isEmpty()
        ? Piece.NONE
        : new Piece(join(some, this::asText), anyHtml ? join(some, Piece::asHtml) : null);
  }

  /// As much HTML as a mail may take the time of: a parser makes a tree of it.
  private String asText(Piece piece) {
    if (!piece.onlyHtml()) {
      return piece.text() == null ? "" : piece.text();
    }
    String html = CleanText.cut(String.valueOf(piece.html()), htmlLeft, cuts, Cut.TEXT);
    htmlLeft -= html.length();
    return HtmlText.of(html);
  }

  private static String join(List<Piece> pieces, Function<Piece, String> form) {
    return pieces.stream()
        .map(form)
        .map(text -> text.endsWith("\n") || text.isEmpty() ? text : text + "\n")
        .collect(Collectors.joining());
  }

  private void attachAll(Part part) {
    part.all().filter(each -> !each.isMultipart()).forEach(this::attach);
  }

  private void attach(Part part) {
    PartHeader header = part.header();
    boolean inline =
        !header.disposition().equals("attachment")
            && (header.disposition().equals("inline") || header.fields().has("content-id"));
    attachments.add(new InboundAttachment(attachments.size(), part, inline));
    if (part.type().equals("text/calendar")) {
      String method =
          CleanText.line(header.parameter("method").orElse("")).toUpperCase(Locale.ROOT);
      calendars.add(new CalendarPart(CleanText.cut(method, 20), cut(part.text())));
    }
  }

  private String text(Part part, boolean html) {
    byte[] all = part.content();
    int length = Math.min(all.length, InboundLimits.TEXT_CHARS_MAX * OCTETS_PER_CHAR_MAX);
    if (length < all.length) {
      cuts.add(Cut.TEXT);
    }
    byte[] bytes = length < all.length ? Arrays.copyOf(all, length) : all;
    String label = part.header().getCharset();
    if (label == null && html) {
      label = metaCharset(bytes);
    }
    return cut(CleanText.body(MailCharsets.decode(bytes, label)));
  }

  private static @Nullable String metaCharset(byte[] html) {
    int length = Math.min(html.length, META_BYTES);
    Matcher meta = META_CHARSET.matcher(new String(html, 0, length, StandardCharsets.ISO_8859_1));
    return meta.find() ? meta.group(1) : null;
  }

  private String cut(String text) {
    return CleanText.cut(text, InboundLimits.TEXT_CHARS_MAX, cuts, Cut.TEXT);
  }
}
