package dev.posthouse.mail;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.james.mime4j.codec.EncoderUtil;

/// Text as encoded words (RFC 2047), each of at most 75 characters and of whole code points.
///
/// Mime4j encodes one word well; where a text needs several, its Q encoding halves the text by
/// `char`s and may halve a surrogate pair, so the cutting is done here.
final class EncodedWords {
  /// RFC 2047 §2.
  static final int WORD_MAX = 75;

  /// The first one shares its line with the field's name.
  static final int FIRST_WORD_MAX = 60;

  private static final String B = "=?UTF-8?B?";
  private static final String Q = "=?UTF-8?Q?";
  private static final String END = "?=";

  private EncodedWords() {}

  /// The words that stand for `text`, to be separated by white space, which readers drop.
  ///
  /// @param usage where they will stand: less may stay unencoded in a name than in a subject
  static List<String> of(String text, EncoderUtil.Usage usage) {
    boolean q = mostlyReadable(text);
    List<String> words = new ArrayList<>();
    int start = 0;
    String word = "";
    for (int end = start; end < text.length(); ) {
      int next = text.offsetByCodePoints(end, 1);
      String longer = word(text.substring(start, next), q, usage);
      if (longer.length() > (words.isEmpty() ? FIRST_WORD_MAX : WORD_MAX)) {
        words.add(word);
        start = end;
        longer = word(text.substring(start, next), q, usage);
      }
      word = longer;
      end = next;
    }
    words.add(word);
    return words;
  }

  /// Q keeps text legible in the raw; B is shorter where little of it would be.
  private static boolean mostlyReadable(String text) {
    long plain = text.chars().filter(c -> c < 0x80).count();
    return plain * 3 >= text.length() * 2L;
  }

  private static String word(String text, boolean q, EncoderUtil.Usage usage) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return q ? Q + EncoderUtil.encodeQ(bytes, usage) + END : B + EncoderUtil.encodeB(bytes) + END;
  }
}
