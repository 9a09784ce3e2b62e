package dev.posthouse.domain.identity;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Local parts a person of that name might have: `dana.demo`, `dana`, `d.demo` and so on, then the
/// same with numbers. None looks like a role (`security@`) nobody gave them.
public final class LocalParts {
  /// Letters that Unicode does not take apart into a base letter and a mark.
  private static final Map<String, String> LETTERS =
      Map.ofEntries(
          Map.entry("ß", "ss"),
          Map.entry("æ", "ae"),
          Map.entry("œ", "oe"),
          Map.entry("ø", "o"),
          Map.entry("ł", "l"),
          Map.entry("đ", "d"),
          Map.entry("ð", "d"),
          Map.entry("þ", "th"),
          Map.entry("ı", "i"));

  private static final Pattern MARKS = Pattern.compile("[\\p{M}'’]");
  private static final Pattern NOT_A_WORD = Pattern.compile("[^a-z0-9]+");
  private static final Pattern NOT_A_LETTER = Pattern.compile("[^a-z]");
  private static final int WORD_MAX = 24;
  private static final int FIRST_NUMBER = 2;
  private static final List<String> LAST_RESORT = List.of("mail");

  private final List<String> bases;

  private LocalParts(List<String> bases) {
    this.bases = bases;
  }

  /// Those for a display name, or else for the handle.
  public static LocalParts of(String displayName, Handle handle) {
    List<String> bases = bases(displayName);
    if (bases.isEmpty()) {
      bases = bases(handle.localPart());
    }
    return new LocalParts(bases.isEmpty() ? LAST_RESORT : bases);
  }

  /// The candidate of that number, from 0. There is no last one; now and then two are equal.
  public String candidate(int number) {
    if (number < bases.size()) {
      return bases.get(number);
    }
    int round = number / bases.size() - 1;
    return bases.get(number % bases.size()) + (FIRST_NUMBER + round);
  }

  private static List<String> bases(String name) {
    List<String> words = words(name);
    if (words.isEmpty()) {
      return List.of();
    }
    return patterns(words.getFirst(), words.getLast(), words.size() > 1).stream()
        .filter(base -> !ReservedNames.isRole(NOT_A_LETTER.matcher(base).replaceAll("")))
        .toList();
  }

  private static Set<String> patterns(String first, String last, boolean two) {
    if (!two) {
      return Set.of(first);
    }
    char f = first.charAt(0);
    char l = last.charAt(0);
    return new LinkedHashSet<>(
        List.of(
            first + "." + last,
            first,
            f + "." + last,
            first + l,
            first + "." + l,
            last + "." + first,
            f + last,
            first + last,
            first + "-" + last,
            first + "_" + last));
  }

  /// The words of a name in ASCII letters and digits.
  private static List<String> words(String name) {
    String text =
        MARKS
            .matcher(Normalizer.normalize(name, Normalizer.Form.NFKD).toLowerCase(Locale.ROOT))
            .replaceAll("");
    for (Map.Entry<String, String> letter : LETTERS.entrySet()) {
      text = text.replace(letter.getKey(), letter.getValue());
    }
    return Arrays.stream(NOT_A_WORD.split(text, -1))
        .filter(word -> !word.isEmpty())
        .map(word -> word.substring(0, Math.min(WORD_MAX, word.length())))
        .toList();
  }
}
