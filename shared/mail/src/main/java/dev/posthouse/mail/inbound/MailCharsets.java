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
import org.jspecify.annotations.Nullable;

/// Octets to text, by the charset they claim to be in, or by a guess.
final class MailCharsets {
  private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");
  private static final int NAME_MAX = 60;

  /// Names that mail uses for more than they say: what readers take them for, as in the Encoding
  /// standard of the WHATWG.
  private static final Map<String, String> MEANT =
      Map.ofEntries(
          Map.entry("iso-8859-1", "windows-1252"),
          Map.entry("latin1", "windows-1252"),
          Map.entry("iso-8859-9", "windows-1254"),
          Map.entry("iso-8859-11", "x-windows-874"),
          Map.entry("tis-620", "x-windows-874"),
          Map.entry("gb2312", "gb18030"),
          Map.entry("gb_2312-80", "gb18030"),
          Map.entry("gbk", "gb18030"),
          Map.entry("x-gbk", "gb18030"),
          Map.entry("cp936", "gb18030"),
          Map.entry("big5", "big5-hkscs"),
          Map.entry("shift_jis", "windows-31j"),
          Map.entry("shift-jis", "windows-31j"),
          Map.entry("sjis", "windows-31j"),
          Map.entry("x-sjis", "windows-31j"),
          Map.entry("iso-2022-jp", "x-windows-iso2022jp"),
          Map.entry("ks_c_5601-1987", "x-windows-949"),
          Map.entry("euc-kr", "x-windows-949"),
          Map.entry("utf8", "utf-8"),
          Map.entry("utf-8mb4", "utf-8"),
          Map.entry("unicode-1-1-utf-8", "utf-8"));

  private MailCharsets() {}

  /// The charset that mail means by `label`, empty if it is unknown or only claims 7 bits.
  static Optional<Charset> named(@Nullable String label) {
    if (label == null || label.length() > NAME_MAX) {
      return Optional.empty();
    }
    String name = label.strip().toLowerCase(Locale.ROOT);
    if (name.equals("us-ascii") || name.equals("ascii") || name.equals("ansi_x3.4-1968")) {
      return Optional.empty();
    }
    return supported(MEANT.getOrDefault(name, name)).or(() -> supported(name));
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

  private static Optional<Charset> supported(String name) {
    try {
      return Optional.of(Charset.forName(name));
    } catch (IllegalArgumentException unknown) {
      return Optional.empty();
    }
  }
}
