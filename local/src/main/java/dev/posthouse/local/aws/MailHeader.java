package dev.posthouse.local.aws;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.apache.james.mime4j.dom.address.Mailbox;
import org.apache.james.mime4j.field.address.LenientAddressParser;

/// The header of a message, its lines as they came, and the message around it.
final class MailHeader {
  /// One field.
  ///
  /// @param lines with folding and the final CRLF
  record Field(String name, String lines) {
    /// Unfolded.
    String value() {
      return lines.substring(lines.indexOf(':') + 1).replaceAll("\\r\\n(?=[ \\t])", "").strip();
    }
  }

  private final List<Field> fields;

  /// From the empty line on.
  private final byte[] rest;

  private MailHeader(List<Field> fields, byte[] rest) {
    this.fields = fields;
    this.rest = rest;
  }

  /// @throws AwsError `BadRequestException` if there is no proper header
  static MailHeader parse(byte[] message) {
    byte[] bytes = withCrLf(message);
    List<Field> fields = new ArrayList<>();
    int at = 0;
    while (at < bytes.length && bytes[at] != '\r') {
      int end = lineEnd(bytes, at);
      while (end < bytes.length && (bytes[end] == ' ' || bytes[end] == '\t')) {
        end = lineEnd(bytes, end);
      }
      String lines = new String(bytes, at, end - at, StandardCharsets.UTF_8);
      int colon = lines.indexOf(':');
      if (colon <= 0 || !lines.substring(0, colon).matches("[!-9;-~]+")) {
        throw new AwsError(400, "BadRequestException", "Illegal header line: " + lines.strip());
      }
      fields.add(new Field(lines.substring(0, colon), lines));
      at = end;
    }
    return new MailHeader(fields, Arrays.copyOfRange(bytes, at, bytes.length));
  }

  /// Where the next line begins.
  private static int lineEnd(byte[] bytes, int from) {
    for (int i = from; i + 1 < bytes.length; i++) {
      if (bytes[i] == '\r' && bytes[i + 1] == '\n') {
        return i + 2;
      }
    }
    return bytes.length;
  }

  /// With every bare LF made a CRLF, as SMTP wants it.
  private static byte[] withCrLf(byte[] message) {
    var crLf = new ByteArrayOutputStream(message.length);
    int from = 0;
    for (int i = 0; i < message.length; i++) {
      if (message[i] == '\n' && (i == 0 || message[i - 1] != '\r')) {
        crLf.write(message, from, i - from);
        crLf.write('\r');
        from = i;
      }
    }
    crLf.write(message, from, message.length - from);
    return crLf.toByteArray();
  }

  List<Field> fields() {
    return List.copyOf(fields);
  }

  /// The value of the first field of that name.
  Optional<String> value(String name) {
    return fields.stream()
        .filter(field -> field.name().equalsIgnoreCase(name))
        .map(Field::value)
        .findFirst();
  }

  String subject() {
    return value("Subject")
        .map(subject -> DecoderUtil.decodeEncodedWords(subject, DecodeMonitor.SILENT))
        .orElse("");
  }

  /// The addresses, without names, of all fields of that name.
  List<String> addresses(String name) {
    return fields.stream()
        .filter(field -> field.name().equalsIgnoreCase(name))
        .flatMap(field -> addressesIn(field.value()).stream())
        .toList();
  }

  /// The addresses, without names, of a list of mailboxes and groups.
  static List<String> addressesIn(String list) {
    return LenientAddressParser.DEFAULT.parseAddressList(list).flatten().stream()
        .map(Mailbox::getAddress)
        .toList();
  }

  /// The message with these fields in front, and without others of their names and those to drop.
  byte[] message(List<Field> inFront, List<String> drop) {
    List<String> without = new ArrayList<>();
    drop.forEach(name -> without.add(name.toLowerCase(Locale.ROOT)));
    inFront.forEach(field -> without.add(field.name().toLowerCase(Locale.ROOT)));
    var message = new ByteArrayOutputStream(rest.length + 1024);
    inFront.forEach(field -> message.writeBytes(field.lines().getBytes(StandardCharsets.UTF_8)));
    for (Field field : fields) {
      if (!without.contains(field.name().toLowerCase(Locale.ROOT))) {
        message.writeBytes(field.lines().getBytes(StandardCharsets.UTF_8));
      }
    }
    message.writeBytes(rest);
    return message.toByteArray();
  }

  static Field field(String name, String value) {
    return new Field(name, name + ": " + value + "\r\n");
  }
}
