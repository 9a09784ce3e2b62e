package dev.posthouse.dynamodb;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.outbound.Addressing;
import dev.posthouse.domain.outbound.AttachmentRef;
import dev.posthouse.domain.outbound.Content;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/// Content as bytes: a version, then each part with its length, deflated. A short letter takes
/// about half its characters, so most fit on the job.
public final class ContentCodec {
  private static final int PLAIN = 1;
  private static final int ADDRESSED = 2;
  private static final int ABSENT = -1;
  private static final int REFERENCES_MAX = 1000;
  private static final int PART_BYTES_MAX = 8 * Content.BODY_BYTES_MAX;

  private ContentCodec() {}

  /// The content as bytes.
  public static byte[] encode(Content content) {
    var deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(new DeflaterOutputStream(bytes, deflater))) {
      boolean plain =
          content.addressing().equals(Addressing.PLAIN) && content.attachments().isEmpty();
      out.writeByte(plain ? PLAIN : ADDRESSED);
      writePart(out, content.subject());
      writePart(out, content.text());
      writePart(out, content.html());
      writePart(out, content.inReplyTo());
      out.writeShort(content.references().size());
      for (String reference : content.references()) {
        writePart(out, reference);
      }
      if (!plain) {
        writeAddresses(out, content.addressing().to());
        writeAddresses(out, content.addressing().cc());
        writeAddresses(out, content.addressing().replyTo());
        writeAttachments(out, content.attachments());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      deflater.end();
    }
    return bytes.toByteArray();
  }

  /// The content in such bytes.
  public static Content decode(byte[] bytes) {
    var inflater = new Inflater(true);
    try (var in =
        new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(bytes), inflater))) {
      int version = in.readByte();
      if (version != PLAIN && version != ADDRESSED) {
        throw new IllegalStateException("content of an unknown version: " + version);
      }
      String subject = String.valueOf(readPart(in));
      String text = readPart(in);
      String html = readPart(in);
      String inReplyTo = readPart(in);
      List<String> references = references(in);
      if (version == PLAIN) {
        return new Content(subject, text, html, inReplyTo, references);
      }
      var addressing = new Addressing(readAddresses(in), readAddresses(in), readAddresses(in));
      return new Content(
          subject, text, html, inReplyTo, references, addressing, readAttachments(in));
    } catch (IOException e) {
      throw new IllegalStateException("damaged content", e);
    } finally {
      inflater.end();
    }
  }

  private static List<String> references(DataInputStream in) throws IOException {
    int count = in.readUnsignedShort();
    if (count > REFERENCES_MAX) {
      throw new IllegalStateException("damaged content");
    }
    var references = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      references.add(String.valueOf(readPart(in)));
    }
    return references;
  }

  private static void writeAddresses(DataOutputStream out, List<EmailAddress> addresses)
      throws IOException {
    out.writeShort(addresses.size());
    for (EmailAddress address : addresses) {
      writePart(out, address.toString());
    }
  }

  private static List<EmailAddress> readAddresses(DataInputStream in) throws IOException {
    int count = in.readUnsignedShort();
    var addresses = new ArrayList<EmailAddress>();
    for (int i = 0; i < count; i++) {
      addresses.add(EmailAddress.parse(String.valueOf(readPart(in))));
    }
    return addresses;
  }

  private static void writeAttachments(DataOutputStream out, List<AttachmentRef> attachments)
      throws IOException {
    out.writeShort(attachments.size());
    for (AttachmentRef attachment : attachments) {
      writePart(out, attachment.id());
      writePart(out, attachment.filename());
      writePart(out, attachment.contentType());
      out.writeLong(attachment.sizeBytes());
      writePart(out, attachment.contentId());
    }
  }

  private static List<AttachmentRef> readAttachments(DataInputStream in) throws IOException {
    int count = in.readUnsignedShort();
    var attachments = new ArrayList<AttachmentRef>();
    for (int i = 0; i < count; i++) {
      attachments.add(
          new AttachmentRef(
              String.valueOf(readPart(in)),
              String.valueOf(readPart(in)),
              String.valueOf(readPart(in)),
              in.readLong(),
              readPart(in)));
    }
    return attachments;
  }

  private static void writePart(DataOutputStream out, @Nullable String part) throws IOException {
    if (part == null) {
      out.writeInt(ABSENT);
      return;
    }
    byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static @Nullable String readPart(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length == ABSENT) {
      return null;
    }
    if (length < 0 || length > PART_BYTES_MAX) {
      throw new IllegalStateException("damaged content");
    }
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }
}
