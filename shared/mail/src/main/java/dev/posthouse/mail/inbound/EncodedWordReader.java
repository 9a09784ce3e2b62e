package dev.posthouse.mail.inbound;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Encoded words (RFC 2047), also as they should not be written: with spaces in them, without
/// padding, glued to other text, in quotes, one character halved between two words.
///
/// Mime4j decodes each word for itself, which breaks halved characters.
final class EncodedWordReader {
  // The language is of RFC 2231 §5. Possessive, so that a long header is read once.
  private static final Pattern WORD =
      Pattern.compile("=\\?([^?\\s*]{1,60}+)(?:\\*[^?\\s]{0,40}+)?\\?([BbQq])\\?([^?]*+)\\?=");

  private final StringBuilder text = new StringBuilder();
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
  private @Nullable String pendingLabel;

  private EncodedWordReader() {}

  /// `value` with its encoded words decoded, on one line.
  static String decode(String value) {
    return value.contains("=?") ? CleanText.line(new EncodedWordReader().read(value)) : value;
  }

  private String read(String value) {
    Matcher word = WORD.matcher(value);
    int end = 0;
    while (word.find()) {
      String between = value.substring(end, word.start());
      // White space between two encoded words is not part of the text (RFC 2047 §6.2).
      if (end == 0 || !between.isBlank()) {
        flush();
        text.append(between);
      }
      add(word.group(1), word.group(2), word.group(3));
      end = word.end();
    }
    flush();
    return text.append(value, end, value.length()).toString();
  }

  /// Words of one charset are joined before they are decoded: a character may be halved.
  private void add(String label, String encoding, String encoded) {
    if (!label.equalsIgnoreCase(pendingLabel)) {
      flush();
      pendingLabel = label;
    }
    if (encoding.equalsIgnoreCase("b")) {
      base64(encoded);
    } else {
      q(encoded, label);
    }
  }

  private void flush() {
    if (pending.size() > 0) {
      text.append(MailCharsets.decode(pending.toByteArray(), pendingLabel));
      pending.reset();
    }
    pendingLabel = null;
  }

  private void q(String encoded, String label) {
    Charset charset = MailCharsets.named(label).orElse(StandardCharsets.UTF_8);
    for (int i = 0; i < encoded.length(); i++) {
      char c = encoded.charAt(i);
      if (c == '=' && i + 2 < encoded.length() && isHex(encoded, i + 1) && isHex(encoded, i + 2)) {
        pending.write(Integer.parseInt(encoded, i + 1, i + 3, 16));
        i += 2;
      } else if (c >= 0x80 && charset.canEncode()) {
        pending.writeBytes(String.valueOf(c).getBytes(charset));
      } else {
        pending.write(c == '_' ? ' ' : c);
      }
    }
  }

  private static boolean isHex(String text, int at) {
    return Character.digit(text.charAt(at), 16) >= 0 && text.charAt(at) < 0x80;
  }

  /// What stands between paddings is decoded for itself: some writers join encoded pieces.
  private void base64(String encoded) {
    for (String piece : encoded.split("=+", -1)) {
      String digits = piece.replaceAll("[^A-Za-z0-9+/]", "");
      int whole = digits.length() % 4 == 1 ? digits.length() - 1 : digits.length();
      pending.writeBytes(Base64.getDecoder().decode(digits.substring(0, whole)));
    }
  }
}
