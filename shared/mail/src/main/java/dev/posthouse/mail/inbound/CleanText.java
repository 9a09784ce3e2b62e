package dev.posthouse.mail.inbound;

import java.util.EnumSet;

/// Text without what would harm whoever stores, shows or sends it on.
final class CleanText {
  private CleanText() {}

  /// A body: lines end with `\n`; no control character but that and the tab.
  static String body(String text) {
    String lines = text.replace("\r\n", "\n").replace('\r', '\n');
    StringBuilder clean = new StringBuilder(lines.length());
    lines
        .codePoints()
        .filter(c -> c == '\n' || c == '\t' || !Character.isISOControl(c))
        .filter(c -> c != 0xFEFF)
        .map(CleanText::mended)
        .forEach(clean::appendCodePoint);
    return clean.toString();
  }

  /// A header value: one line, white space for every control character, none at the ends.
  static String line(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> Character.isISOControl(c) ? ' ' : mended(c))
        .forEach(clean::appendCodePoint);
    return clean.toString().strip();
  }

  /// The first `max` characters, no surrogate pair halved.
  static String cut(String text, int max) {
    if (text.length() <= max) {
      return text;
    }
    if (max == 0) {
      return "";
    }
    return text.substring(0, Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max);
  }

  /// As [#cut(String, int)], noting `cut` if something was left out.
  static String cut(String text, int max, EnumSet<Cut> cuts, Cut cut) {
    if (text.length() > max) {
      cuts.add(cut);
    }
    return cut(text, max);
  }

  private static int mended(int c) {
    return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c;
  }
}
