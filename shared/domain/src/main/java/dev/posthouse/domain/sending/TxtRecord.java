package dev.posthouse.domain.sending;

/// The two forms of a TXT record's value: one text, and strings in quotation marks as zone files
/// have them.
///
/// A record is strings of up to 255 bytes (RFC 1035 §3.3.14), which count as one text joined
/// without a space (RFC 7208 §3.3).
public final class TxtRecord {
  private static final int STRING_MAX = 255;

  private TxtRecord() {}

  /// The text of a value in a zone file's form. What stands without quotation marks is a string
  /// too.
  public static String text(String value) {
    var text = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\\' && quoted && i + 1 < value.length()) {
        i++;
        text.append(value.charAt(i));
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c != ' ' || quoted) {
        text.append(c);
      }
    }
    return text.toString();
  }

  /// An ASCII text in a zone file's form.
  public static String quoted(String text) {
    var value = new StringBuilder();
    for (int from = 0; from == 0 || from < text.length(); from += STRING_MAX) {
      String string = text.substring(from, Math.min(text.length(), from + STRING_MAX));
      value
          .append(from == 0 ? "\"" : " \"")
          .append(string.replace("\\", "\\\\").replace("\"", "\\\""))
          .append('"');
    }
    return value.toString();
  }
}
