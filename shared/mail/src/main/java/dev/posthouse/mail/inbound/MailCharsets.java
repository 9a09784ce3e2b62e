package dev.posthouse.mail.inbound;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Octets to text, by the charset they claim to be in, or by a guess.
final class MailCharsets {
  private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");
  private static final int NAME_MAX = 60;
  private static final Pattern PUNCTUATION = Pattern.compile("[^a-z0-9]");

  /// What mail means by the names it uses, in lower case without punctuation: often more than they
  /// say, as in the Encoding standard of the WHATWG. A closed list, because asking Java for a name
  /// it does not know takes a millisecond, and a header holds thousands.
  private static final Map<String, String> MEANT =
      Map.ofEntries(
          Map.entry("utf8", "utf-8"),
          Map.entry("utf8mb4", "utf-8"),
          Map.entry("unicode11utf8", "utf-8"),
          Map.entry("cp65001", "utf-8"),
          Map.entry("utf16", "utf-16"),
          Map.entry("utf16le", "utf-16le"),
          Map.entry("utf16be", "utf-16be"),
          Map.entry("utf32", "utf-32"),
          Map.entry("utf32le", "utf-32le"),
          Map.entry("utf32be", "utf-32be"),
          Map.entry("latin1", "windows-1252"),
          Map.entry("iso88591", "windows-1252"),
          Map.entry("iso88599", "windows-1254"),
          Map.entry("iso885911", "x-windows-874"),
          Map.entry("tis620", "x-windows-874"),
          Map.entry("windows874", "x-windows-874"),
          Map.entry("macintosh", "x-macroman"),
          Map.entry("xmacroman", "x-macroman"),
          Map.entry("koi8r", "koi8-r"),
          Map.entry("koi8u", "koi8-u"),
          Map.entry("gb2312", "gb18030"),
          Map.entry("gb231280", "gb18030"),
          Map.entry("gbk", "gb18030"),
          Map.entry("xgbk", "gb18030"),
          Map.entry("gb18030", "gb18030"),
          Map.entry("cp936", "gb18030"),
          Map.entry("windows936", "gb18030"),
          Map.entry("euccn", "gb18030"),
          Map.entry("big5", "big5-hkscs"),
          Map.entry("big5hkscs", "big5-hkscs"),
          Map.entry("cp950", "big5-hkscs"),
          Map.entry("euctw", "x-euc-tw"),
          Map.entry("shiftjis", "windows-31j"),
          Map.entry("sjis", "windows-31j"),
          Map.entry("xsjis", "windows-31j"),
          Map.entry("windows31j", "windows-31j"),
          Map.entry("mskanji", "windows-31j"),
          Map.entry("cp932", "windows-31j"),
          Map.entry("eucjp", "euc-jp"),
          Map.entry("xeucjp", "euc-jp"),
          Map.entry("iso2022jp", "x-windows-iso2022jp"),
          Map.entry("iso2022jp2", "iso-2022-jp-2"),
          Map.entry("cp50220", "x-windows-iso2022jp"),
          Map.entry("iso2022kr", "iso-2022-kr"),
          Map.entry("ksc56011987", "x-windows-949"),
          Map.entry("ksc5601", "x-windows-949"),
          Map.entry("euckr", "x-windows-949"),
          Map.entry("cp949", "x-windows-949"));

  // The families whose names end in a number, each member of which Java has under that name.
  private static final Pattern WINDOWS = Pattern.compile("x?(?:windows|cp)(125[0-8])");
  private static final Pattern LATIN = Pattern.compile("iso8859(?:([2-9]|13|15|16)[ei]?)");
  private static final Pattern DOS = Pattern.compile("(?:ibm|cp)(437|85[0257]|86[0-9])");

  private MailCharsets() {}

  /// The charset that mail means by `label`, empty if it is none known here: `us-ascii` is not,
  /// because what claims it often is more.
  static Optional<Charset> named(@Nullable String label) {
    if (label == null || label.length() > NAME_MAX) {
      return Optional.empty();
    }
    String name = PUNCTUATION.matcher(label.toLowerCase(Locale.ROOT)).replaceAll("");
    String meant = MEANT.get(name);
    return meant != null
        ? supported(meant)
        : member(WINDOWS, name, "windows-")
            .or(() -> member(LATIN, name, "iso-8859-"))
            .or(() -> member(DOS, name, "ibm"));
  }

  private static Optional<Charset> member(Pattern family, String name, String prefix) {
    Matcher member = family.matcher(name);
    return member.matches() ? supported(prefix + member.group(1)) : Optional.empty();
  }

  /// `bytes` as text. Never fails: octets that have no meaning become U+FFFD.
  static String decode(byte[] bytes, @Nullable String label) {
    return decode(bytes, named(label).orElse(null));
  }

  /// As [#decode(byte[], String)] with a known charset; null is for a guess.
  static String decode(byte[] bytes, @Nullable Charset charset) {
    if (charset == null) {
      return guessed(bytes, WINDOWS_1252);
    }
    try {
      return new String(bytes, charset);
    } catch (RuntimeException decoderFault) {
      return guessed(bytes, WINDOWS_1252);
    }
  }

  /// `bytes` as UTF-8 if they are that, else in `otherwise`: in another charset than UTF-8, text
  /// that is not ASCII is next to never well-formed UTF-8 by chance.
  static String guessed(byte[] bytes, @Nullable Charset otherwise) {
    if (isIso2022Jp(bytes)) {
      return decode(bytes, "iso-2022-jp");
    }
    try {
      CharBuffer text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes));
      return text.toString();
    } catch (CharacterCodingException notUtf8) {
      return new String(bytes, otherwise == null ? WINDOWS_1252 : otherwise);
    }
  }

  /// All 7-bit, with the escape that begins Japanese.
  private static boolean isIso2022Jp(byte[] bytes) {
    boolean escape = false;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] < 0) {
        return false;
      }
      escape |=
          bytes[i] == 0x1B
              && i + 2 < bytes.length
              && bytes[i + 1] == '$'
              && (bytes[i + 2] == 'B' || bytes[i + 2] == '@');
    }
    return escape;
  }

  /// Empty on a Java without the module `jdk.charsets`.
  private static Optional<Charset> supported(String name) {
    try {
      return Optional.of(Charset.forName(name));
    } catch (IllegalArgumentException unknown) {
      return Optional.empty();
    }
  }
}
