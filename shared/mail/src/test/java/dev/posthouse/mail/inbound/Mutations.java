package dev.posthouse.mail.inbound;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Changes messages the way broken software and attackers do.
final class Mutations {
  private static final List<String> LINES =
      List.of(
          "Content-Type: multipart/mixed; boundary=b",
          "Content-Type: multipart/report; boundary=\"b\"; report-type=delivery-status",
          "Content-Type: message/rfc822",
          "Content-Type: message/delivery-status",
          "Content-Type: text/html; charset=utf-16",
          "Content-Type: text/plain; charset=\"\"",
          "Content-Type: ;;;=;\"",
          "Content-Transfer-Encoding: base64",
          "Content-Transfer-Encoding: quoted-printable",
          "Content-Disposition: attachment; filename*0*=UTF-8''%; filename*1=\"\\",
          "From: =?utf-8?B?/w==?= <a@b",
          "To: \"a (b <c@d>, e: f; <<",
          "Subject: =?iso-2022-jp?B?GyRC?= =?utf-8?Q?=ED=A0=80?=",
          "References: <<><a@b><",
          "Date: Fri, 99 Foo 20xx 99:99:99 +9999",
          "Authentication-Results: amazonses.com; (((",
          "Final-Recipient: ;;",
          "",
          "--b",
          "--b--",
          "--");

  private final Random random;
  private final List<byte[]> corpus;

  Mutations(Random random, List<byte[]> corpus) {
    this.random = random;
    this.corpus = corpus;
  }

  /// A message of the corpus, changed in one to four ways.
  byte[] next() {
    byte[] message = any();
    for (int i = random.nextInt(4); i >= 0; i--) {
      message = changed(message);
    }
    return message;
  }

  private byte[] any() {
    return corpus.get(random.nextInt(corpus.size()));
  }

  private byte[] changed(byte[] message) {
    return switch (random.nextInt(10)) {
      case 0, 1 -> flipped(message);
      case 2 -> Arrays.copyOf(message, at(message));
      case 3 -> spliced(message, any());
      case 4 -> repeated(message);
      case 5 -> withBoundariesDoubled(message);
      case 6 -> withHeaders(message);
      case 7 -> nested(message);
      case 8 -> inserted(message, line());
      default -> without(message);
    };
  }

  private int at(byte[] message) {
    return random.nextInt(message.length + 1);
  }

  private byte[] flipped(byte[] message) {
    byte[] changed = message.clone();
    for (int i = random.nextInt(20); i >= 0 && changed.length > 0; i--) {
      changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
    }
    return changed;
  }

  private byte[] spliced(byte[] first, byte[] second) {
    return join(
        Arrays.copyOf(first, at(first)), Arrays.copyOfRange(second, at(second), second.length));
  }

  private byte[] repeated(byte[] message) {
    int start = at(message);
    int end = Math.min(message.length, start + random.nextInt(200));
    byte[] piece = Arrays.copyOfRange(message, start, end);
    byte[] changed = Arrays.copyOf(message, end);
    for (int i = random.nextInt(60); i >= 0; i--) {
      changed = join(changed, piece);
    }
    return join(changed, Arrays.copyOfRange(message, end, message.length));
  }

  private static byte[] withBoundariesDoubled(byte[] message) {
    return text(message).replaceAll("(?m)^(--.*)$", "$1\n$1").getBytes(StandardCharsets.ISO_8859_1);
  }

  private byte[] withHeaders(byte[] message) {
    StringBuilder fields = new StringBuilder();
    String field = line();
    for (int i = random.nextInt(1_500); i >= 0; i--) {
      fields.append(random.nextInt(8) == 0 ? line() : field).append("\r\n");
    }
    return join(fields.toString().getBytes(StandardCharsets.ISO_8859_1), message);
  }

  private byte[] nested(byte[] message) {
    StringBuilder open = new StringBuilder();
    for (int i = random.nextInt(40); i >= 0; i--) {
      open.append("Content-Type: multipart/mixed; boundary=n").append(i);
      open.append("\r\n\r\n--n").append(i).append("\r\n");
    }
    return join(open.toString().getBytes(StandardCharsets.ISO_8859_1), message);
  }

  private byte[] inserted(byte[] message, String line) {
    int at = at(message);
    return join(
        join(
            Arrays.copyOf(message, at),
            ("\r\n" + line + "\r\n").getBytes(StandardCharsets.ISO_8859_1)),
        Arrays.copyOfRange(message, at, message.length));
  }

  private byte[] without(byte[] message) {
    int start = at(message);
    int end = Math.min(message.length, start + random.nextInt(300));
    return join(Arrays.copyOf(message, start), Arrays.copyOfRange(message, end, message.length));
  }

  private String line() {
    return LINES.get(random.nextInt(LINES.size()));
  }

  private static String text(byte[] message) {
    return new String(message, StandardCharsets.ISO_8859_1);
  }

  private static byte[] join(byte[] first, byte[] second) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    joined.writeBytes(first);
    joined.writeBytes(second);
    return joined.toByteArray();
  }
}
