package dev.posthouse.identities;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Local parts for the mailboxes of a pool, from the name of who writes: as people choose theirs,
/// and pretending to be nobody else.
final class MailboxNames {
  private static final int NAME_PART_MAX = 20;
  private static final String FALLBACK = "mail";

  private MailboxNames() {}

  /// The first `count` names, each another, the plainest first.
  static List<String> of(String displayName, int count) {
    List<String> words = words(displayName);
    Set<String> names = new LinkedHashSet<>(plain(words));
    for (int number = 2; names.size() < count; number++) {
      for (String name : plain(words)) {
        names.add(name + number);
      }
    }
    return names.stream().limit(count).toList();
  }

  private static List<String> plain(List<String> words) {
    String first = words.getFirst();
    if (words.size() == 1) {
      return List.of(first);
    }
    String last = words.getLast();
    char f = first.charAt(0);
    char l = last.charAt(0);
    return List.of(
        first + "." + last,
        first,
        f + "." + last,
        first + last,
        first + "." + l,
        f + last,
        first + "_" + last,
        last + "." + first,
        first + "-" + last,
        first + l);
  }

  private static List<String> words(String displayName) {
    String ascii = Normalizer.normalize(displayName, Normalizer.Form.NFKD).replaceAll("\\p{M}", "");
    var words = new ArrayList<String>();
    for (String word : ascii.toLowerCase(Locale.ROOT).split("[^a-z0-9]+", -1)) {
      if (!word.isEmpty()) {
        words.add(word.substring(0, Math.min(word.length(), NAME_PART_MAX)));
      }
    }
    return words.isEmpty() ? List.of(FALLBACK) : words;
  }
}
