package dev.posthouse.mail.inbound;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.io.MaxHeaderLengthLimitException;
import org.apache.james.mime4j.io.MaxHeaderLimitException;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;
import org.jspecify.annotations.Nullable;

/// Takes a message apart. Attached messages are not entered: they are files.
final class PartReader {
  private static final MimeConfig CONFIG =
      MimeConfig.custom()
          .setMaxHeaderCount(InboundLimits.HEADER_FIELDS_MAX)
          .setMaxHeaderLen(InboundLimits.FIELD_BYTES_MAX)
          // Lines of a header are parts of fields, and of a body none is held whole.
          .setMaxLineLen(-1)
          .build();
  private static final int CHUNK = 8_192;

  private final EnumSet<Cut> cuts;
  private final Deque<Part> open = new ArrayDeque<>();
  private int parts;
  private int bytesLeft = InboundLimits.DECODED_BYTES_MAX;

  private PartReader(EnumSet<Cut> cuts) {
    this.cuts = cuts;
  }

  /// The parts of the message in `raw`. Never fails: what cannot be read is left out, and `cuts`
  /// says so.
  static Part read(byte[] raw, EnumSet<Cut> cuts) {
    int length = Math.min(raw.length, InboundLimits.RAW_BYTES_MAX);
    if (length < raw.length) {
      cuts.add(Cut.SIZE);
    }
    PartHeader header = PartHeader.ofMessage(cuts);
    Part message = new Part(header);
    new PartReader(cuts).walk(new ByteArrayInputStream(raw, 0, length), header, message);
    if (header.fields().fields().isEmpty() && !cuts.contains(Cut.HEADER)) {
      // No header at all: it can only be a body.
      message.content(Arrays.copyOf(raw, length));
    }
    return message;
  }

  /// The header of the message in `raw`.
  static HeaderFields readHeader(byte[] raw) {
    PartHeader header = PartHeader.ofMessage(EnumSet.noneOf(Cut.class));
    MimeTokenStream tokens = new MimeTokenStream(CONFIG, header);
    tokens.parse(new ByteArrayInputStream(raw));
    try {
      EntityState state = tokens.getState();
      while (state != EntityState.T_END_HEADER && state != EntityState.T_END_OF_STREAM) {
        state = tokens.next();
      }
    } catch (IOException | MimeException | RuntimeException cutShort) {
      // What was read before is good.
    }
    header.build();
    return header.fields();
  }

  private void walk(InputStream raw, PartHeader header, Part message) {
    MimeTokenStream tokens = new MimeTokenStream(CONFIG, header);
    tokens.setRecursionMode(RecursionMode.M_NO_RECURSE);
    tokens.parse(raw);
    try {
      for (EntityState state = tokens.getState();
          state != EntityState.T_END_OF_STREAM && !cuts.contains(Cut.PARTS);
          state = tokens.next()) {
        take(state, tokens, message);
      }
    } catch (IOException | MimeException | RuntimeException malformed) {
      // Mime4j's own faults are those of the mail here: one mail must not stop the others.
      cuts.add(isHeaderLimit(malformed) ? Cut.HEADER : Cut.STRUCTURE);
    }
    if (parts == 0) {
      header.build();
    }
  }

  private void take(EntityState state, MimeTokenStream tokens, Part message) {
    switch (state) {
      case T_START_MULTIPART -> {
        Part part = next(tokens, message);
        if (part != null) {
          open.push(part);
        }
      }
      case T_PREAMBLE -> open.element().content(content(tokens.getInputStream()));
      case T_END_MULTIPART -> open.pop();
      case T_BODY -> {
        Part part = next(tokens, message);
        if (part != null) {
          part.content(content(tokens.getDecodedInputStream()));
        }
      }
      default -> {
        // Fields go to the part's header, and an epilogue is for readers without MIME.
      }
    }
  }

  private static boolean isHeaderLimit(Exception e) {
    return e instanceof MaxHeaderLimitException || e instanceof MaxHeaderLengthLimitException;
  }

  /// The part that begins, null if there have been too many.
  private @Nullable Part next(MimeTokenStream tokens, Part message) {
    parts++;
    if (parts > InboundLimits.PARTS_MAX) {
      cuts.add(Cut.PARTS);
      return null;
    }
    if (parts == 1) {
      return message;
    }
    Part part = new Part((PartHeader) tokens.getBodyDescriptor());
    open.element().children().add(part);
    return part;
  }

  /// All of `in`, or what comes before the place where it cannot be decoded.
  private byte[] content(InputStream in) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    byte[] chunk = new byte[CHUNK];
    try {
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        if (read > bytesLeft) {
          cuts.add(Cut.SIZE);
          content.write(chunk, 0, bytesLeft);
          bytesLeft = 0;
          break;
        }
        content.write(chunk, 0, read);
        bytesLeft -= read;
      }
    } catch (IOException | RuntimeException malformed) {
      cuts.add(Cut.STRUCTURE);
    }
    return content.toByteArray();
  }
}
