package dev.posthouse.mail.inbound;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The value of a `Content-…` field with its parameters (RFC 2045 §5.1), which may be in another
/// charset and in pieces (RFC 2231), or hold encoded words, which they should not.
///
/// Mime4j's own takes time and memory that grow with the square of the field's length.
final class Parameters {
  /// Characters read of such a field.
  static final int FIELD_CHARS_MAX = 16_000;

  private static final int PIECES_MAX = 200;

  private final String value;
  private final Map<String, String> raw;

  private Parameters(String value, Map<String, String> raw) {
    this.value = value;
    this.raw = raw;
  }

  /// Reads `field`; what is malformed in it is passed over.
  static Parameters of(String field) {
    String text = CleanText.cut(field, FIELD_CHARS_MAX);
    var scan = new Scan(text);
    String value = scan.until(";").strip().toLowerCase(Locale.ROOT);
    Map<String, String> raw = new HashMap<>();
    while (!scan.atEnd()) {
      scan.skip();
      String name = scan.until("=;").strip().toLowerCase(Locale.ROOT);
      if (!scan.atEnd() && scan.current() == '=') {
        scan.skip();
        raw.putIfAbsent(name, scan.until(";").strip());
      }
    }
    return new Parameters(value, raw);
  }

  /// What stands before the parameters, in lower case.
  String value() {
    return value;
  }

  /// The parameter called `name`, which is in lower case, decoded.
  Optional<String> get(String name) {
    String extended = raw.get(name + "*");
    if (extended != null) {
      return Optional.of(decoded(extended));
    }
    return pieces(name).or(() -> Optional.ofNullable(raw.get(name)).map(EncodedWordReader::decode));
  }

  private Optional<String> pieces(String name) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    String charset = null;
    int number = 0;
    for (; number < PIECES_MAX; number++) {
      String plain = raw.get(name + "*" + number);
      String encoded = raw.get(name + "*" + number + "*");
      if (encoded != null) {
        int start = number == 0 ? afterCharset(encoded) : 0;
        charset = start > 0 ? encoded.substring(0, encoded.indexOf('\'')) : charset;
        percentDecode(encoded.substring(start), bytes);
      } else if (plain != null) {
        bytes.writeBytes(plain.getBytes(StandardCharsets.UTF_8));
      } else {
        break;
      }
    }
    if (number == 0) {
      return Optional.empty();
    }
    String whole = MailCharsets.decode(bytes.toByteArray(), charset);
    return Optional.of(charset == null ? EncodedWordReader.decode(whole) : whole);
  }

  private static String decoded(String extended) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int start = afterCharset(extended);
    percentDecode(extended.substring(start), bytes);
    String charset = start > 0 ? extended.substring(0, extended.indexOf('\'')) : null;
    return MailCharsets.decode(bytes.toByteArray(), charset);
  }

  /// Where the text begins in `charset'language'text`, 0 if there is no charset.
  private static int afterCharset(String extended) {
    int charset = extended.indexOf('\'');
    return charset < 0 ? 0 : extended.indexOf('\'', charset + 1) + 1;
  }

  private static void percentDecode(String text, ByteArrayOutputStream bytes) {
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < octets.length; i++) {
      int high =
          octets[i] == '%' && i + 2 < octets.length ? Character.digit(octets[i + 1], 16) : -1;
      int low = high >= 0 ? Character.digit(octets[i + 2], 16) : -1;
      if (low >= 0) {
        bytes.write(high << 4 | low);
        i += 2;
      } else {
        bytes.write(octets[i]);
      }
    }
  }

  /// Walks over a field; quotes are taken off, comments left out.
  private static final class Scan {
    private final String text;
    private int at;

    Scan(String text) {
      this.text = text;
    }

    boolean atEnd() {
      return at >= text.length();
    }

    char current() {
      return text.charAt(at);
    }

    void skip() {
      at++;
    }

    /// The text up to one of `ends` outside quotes and comments.
    String until(String ends) {
      StringBuilder taken = new StringBuilder();
      while (!atEnd() && ends.indexOf(current()) < 0) {
        char c = current();
        at++;
        if (c == '"') {
          quoted(taken);
        } else if (c == '(') {
          comment();
        } else {
          taken.append(c);
        }
      }
      return taken.toString();
    }

    private void quoted(StringBuilder taken) {
      while (!atEnd() && current() != '"') {
        // Windows paths are written without the escape they would need.
        boolean escape = current() == '\\' && at + 1 < text.length() && isEscaped(at + 1);
        at += escape ? 1 : 0;
        taken.append(current());
        at++;
      }
      at++;
    }

    private boolean isEscaped(int next) {
      return text.charAt(next) == '"' || text.charAt(next) == '\\';
    }

    private void comment() {
      int level = 1;
      while (!atEnd() && level > 0) {
        char c = current();
        level += c == '(' ? 1 : c == ')' ? -1 : 0;
        at++;
      }
    }
  }
}
