package dev.posthouse.domain.pool;

import dev.posthouse.domain.EmailAddress;
import java.util.Map;
import java.util.Set;

/// Whose servers take a recipient's mail, as far as the address tells: the large ones put mail off
/// for a whole sender, not for one recipient. Wire form: the lower-case name.
public enum ProviderGroup {
  GMAIL,
  MICROSOFT,
  YAHOO,
  /// Anybody else, each for themselves.
  OTHER;

  private static final Map<ProviderGroup, Set<String>> DOMAINS =
      Map.of(
          GMAIL, Set.of("gmail", "googlemail"),
          MICROSOFT, Set.of("outlook", "hotmail", "live", "msn", "passport"),
          YAHOO, Set.of("yahoo", "ymail", "rocketmail", "aol", "aim"));

  /// The group of that recipient. The large providers have the same name in many countries.
  public static ProviderGroup of(EmailAddress recipient) {
    String domain = recipient.domain();
    String name = domain.substring(0, Math.max(0, domain.indexOf('.')));
    return DOMAINS.entrySet().stream()
        .filter(entry -> entry.getValue().contains(name))
        .filter(_ -> domain.matches("[a-z]+\\.([a-z]{2,3}\\.)?[a-z]{2,3}"))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(OTHER);
  }
}
