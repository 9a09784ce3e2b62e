package dev.posthouse.dynamodb;

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
  private static final int VERSION = 1;
  private static final int ABSENT = -1;
  private static final int REFERENCES_MAX = 1000;
  private static final int PART_BYTES_MAX = 8 * Content.BODY_BYTES_MAX;

  private ContentCodec() {}

  /// The content as bytes.
  public static byte[] encode(Content content) {
    var deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(new DeflaterOutputStream(bytes, deflater))) {
      out.writeByte(VERSION);
      writePart(out, content.subject());
      writePart(out, content.text());
      writePart(out, content.html());
      writePart(out, content.inReplyTo());
      out.writeShort(content.references().size());
      for (String reference : content.references()) {
        writePart(out, reference);
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
      if (version != VERSION) {
        throw new IllegalStateException("content of an unknown version: " + version);
      }
      String subject = String.valueOf(readPart(in));
      String text = readPart(in);
      String html = readPart(in);
      String inReplyTo = readPart(in);
      return new Content(subject, text, html, inReplyTo, references(in));
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
