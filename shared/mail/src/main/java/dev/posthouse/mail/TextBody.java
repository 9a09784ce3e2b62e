package dev.posthouse.mail;

/// A text and how it travels.
///
/// @param canonical with CRLF line ends, the last line ended too, no half surrogate pairs
/// @param charset `us-ascii` or `utf-8`
/// @param encoding `7bit` where the text may travel as it is, `quoted-printable` where most of it
///   is legible, `base64` where it is not
record TextBody(String canonical, String charset, String encoding) {
  /// How every boundary starts.
  static final String BOUNDARY_START = "=_";

  /// RFC 5322 §2.1.1: lines should not be longer.
  private static final int LINE_MAX = 78;

  static TextBody of(String text) {
    String canonical = canonical(FieldWriter.wellFormed(text));
    long plain = canonical.chars().filter(c -> c < 0x80).count();
    if (plain < canonical.length()) {
      // Each of the others takes six octets or more in quoted-printable.
      boolean legible = plain * 4 >= canonical.length() * 3L;
      return new TextBody(canonical, "utf-8", legible ? "quoted-printable" : "base64");
    }
    return new TextBody(canonical, "us-ascii", isPlain(canonical) ? "7bit" : "quoted-printable");
  }

  private static String canonical(String text) {
    String lines = text.replace("\r\n", "\n").replace('\r', '\n').replace("\n", "\r\n");
    return lines.isEmpty() || lines.endsWith("\r\n") ? lines : lines + "\r\n";
  }

  /// Whether every line may pass every mail server as it is.
  private static boolean isPlain(String canonical) {
    return canonical.lines().allMatch(TextBody::isPlainLine);
  }

  private static boolean isPlainLine(String line) {
    return line.length() <= LINE_MAX
        // Taken for the end of the message, quoted by mbox files, trimmed, taken for a boundary.
        && !line.startsWith(".")
        && !line.startsWith("From ")
        && !line.endsWith(" ")
        && !line.endsWith("\t")
        && !line.startsWith("--" + BOUNDARY_START)
        && line.chars().allMatch(c -> c == '\t' || (c >= ' ' && c <= '~'));
  }
}
