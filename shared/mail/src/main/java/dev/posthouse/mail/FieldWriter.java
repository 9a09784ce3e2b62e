package dev.posthouse.mail;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.james.mime4j.codec.EncoderUtil.Usage;

/// Writes header fields in 7 bits, folded at 78 characters where they can be, never above 998.
final class FieldWriter {
  /// RFC 5322 §2.1.1: lines should not be longer.
  static final int LINE_MAX = 78;

  private static final Pattern ATOMS =
      Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+( [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*");
  private static final int QUOTED_MAX = 60;
  private static final Pattern PLAIN_FILENAME =
      Pattern.compile("[A-Za-z0-9_()+-][A-Za-z0-9 ._()+-]*");
  // RFC 2231 §7: attribute-char.
  private static final String ATTRIBUTE_CHARS = "!#$&+-.^_`{|}~";

  private FieldWriter() {}

  /// A field of tokens separated by white space, which may become line ends.
  static String tokens(String name, List<String> tokens) {
    StringBuilder field = new StringBuilder(name).append(':');
    int column = field.length();
    for (String token : tokens) {
      if (column + 1 + token.length() > LINE_MAX && column > 1) {
        field.append("\r\n");
        column = 0;
      }
      field.append(' ').append(token);
      column += 1 + token.length();
    }
    return field.toString();
  }

  /// A field of free text, such as the subject.
  static String text(String name, String text) {
    String wellFormed = wellFormed(text);
    if (wellFormed.isEmpty()) {
      return name + ":";
    }
    return tokens(
        name,
        isPlain(wellFormed)
            ? Arrays.asList(wellFormed.split(" ", -1))
            : EncodedWords.of(wellFormed, Usage.TEXT_TOKEN));
  }

  /// A field of addresses.
  static String addresses(String name, List<NamedAddress> addresses) {
    List<String> tokens = new ArrayList<>();
    for (NamedAddress one : addresses) {
      if (!tokens.isEmpty()) {
        tokens.add(tokens.removeLast() + ",");
      }
      if (one.displayName() == null) {
        tokens.add(one.address().toString());
      } else {
        tokens.addAll(phrase(wellFormed(one.displayName())));
        tokens.add("<" + one.address() + ">");
      }
    }
    return tokens(name, tokens);
  }

  /// A field of message ids.
  static String ids(String name, List<String> ids) {
    return tokens(name, ids.stream().map(id -> "<" + id + ">").toList());
  }

  /// A field with a value and one parameter that holds a file name.
  static String file(String name, String value, String filename) {
    List<String> tokens = new ArrayList<>(List.of(value));
    for (String parameter : filename(wellFormed(filename))) {
      tokens.add(tokens.removeLast() + ";");
      tokens.add(parameter);
    }
    return tokens(name, tokens);
  }

  /// Without halves of surrogate pairs, which no encoding carries.
  static String wellFormed(String text) {
    StringBuilder mended = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
        .forEach(mended::appendCodePoint);
    return mended.toString();
  }

  /// Whether `text` survives as it is: readers take `=?` for an encoded word, folding takes runs of
  /// spaces and long words apart.
  private static boolean isPlain(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c <= '~')
        && !text.contains("=?")
        && !text.contains("  ")
        && !text.startsWith(" ")
        && !text.endsWith(" ")
        && Arrays.stream(text.split(" ", -1)).allMatch(word -> word.length() < LINE_MAX);
  }

  private static List<String> phrase(String text) {
    if (!isPlain(text) || text.length() > QUOTED_MAX) {
      return EncodedWords.of(text, Usage.WORD_ENTITY);
    }
    if (ATOMS.matcher(text).matches()) {
      return List.of(text.split(" ", -1));
    }
    return List.of("\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
  }

  private static List<String> filename(String text) {
    if (text.length() <= QUOTED_MAX
        && PLAIN_FILENAME.matcher(text).matches()
        && !text.endsWith(" ")) {
      return List.of("filename=\"" + text + "\"");
    }
    List<String> sections = sections(text);
    if (sections.size() == 1) {
      return List.of("filename*=UTF-8''" + sections.getFirst());
    }
    List<String> parameters = new ArrayList<>();
    for (int i = 0; i < sections.size(); i++) {
      parameters.add("filename*" + i + "*=" + (i == 0 ? "UTF-8''" : "") + sections.get(i));
    }
    return parameters;
  }

  /// `text` percent-encoded (RFC 2231 §4) in sections of whole code points.
  private static List<String> sections(String text) {
    List<String> sections = new ArrayList<>();
    StringBuilder section = new StringBuilder();
    for (int codePoint : text.codePoints().toArray()) {
      String encoded = percentEncoded(codePoint);
      if (section.length() + encoded.length() > QUOTED_MAX - 8) {
        sections.add(section.toString());
        section.setLength(0);
      }
      section.append(encoded);
    }
    sections.add(section.toString());
    return sections;
  }

  private static String percentEncoded(int codePoint) {
    if (codePoint < 0x80
        && (Character.isLetterOrDigit(codePoint) || ATTRIBUTE_CHARS.indexOf(codePoint) >= 0)) {
      return Character.toString(codePoint);
    }
    StringBuilder encoded = new StringBuilder();
    for (byte octet : Character.toString(codePoint).getBytes(StandardCharsets.UTF_8)) {
      encoded.append("%%%02X".formatted(octet));
    }
    return encoded.toString();
  }
}
