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
    boolean ascii = canonical.chars().allMatch(c -> c < 0x80);
    return new TextBody(canonical, ascii ? "us-ascii" : "utf-8", encoding(canonical));
  }

  private static String encoding(String canonical) {
    if (canonical.lines().allMatch(TextBody::isPlainLine)) {
      return "7bit";
    }
    long plain = canonical.chars().filter(c -> c < 0x80).count();
    // Each of the others takes six octets or more in quoted-printable.
    boolean legible = plain * 4 >= canonical.length() * 3L;
    // Mbox files change such lines, and Mime4j's quoted-printable does not hide them.
    boolean fromLine = canonical.lines().anyMatch(line -> line.startsWith("From "));
    return legible && !fromLine ? "quoted-printable" : "base64";
  }

  private static String canonical(String text) {
    String lines = text.replace("\r\n", "\n").replace('\r', '\n').replace("\n", "\r\n");
    return lines.isEmpty() || lines.endsWith("\r\n") ? lines : lines + "\r\n";
  }

  /// Whether a line may pass every mail server as it is.
  private static boolean isPlainLine(String line) {
    return line.length() <= LINE_MAX
        // Taken for the end of the message, changed by mbox files, trimmed, taken for a boundary.
        && !line.startsWith(".")
        && !line.startsWith("From ")
        && !line.endsWith(" ")
        && !line.endsWith("\t")
        && !line.startsWith("--" + BOUNDARY_START)
        && line.chars().allMatch(c -> c == '\t' || (c >= ' ' && c <= '~'));
  }
}
