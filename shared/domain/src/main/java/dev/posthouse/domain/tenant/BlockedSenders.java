package dev.posthouse.domain.tenant;

import dev.posthouse.domain.EmailAddress;
import java.util.Set;

/// Whom a mailbox takes no mail from.
///
/// @param entries canonical addresses and lower-case domains, at most [#ENTRIES_MAX]
public record BlockedSenders(Set<String> entries) {
  /// Nobody.
  public static final BlockedSenders NONE = new BlockedSenders(Set.of());

  /// Most entries: with the longest of addresses they stay below 30 KB.
  public static final int ENTRIES_MAX = 100;

  /// @throws IllegalArgumentException if there are too many
  public BlockedSenders {
    entries = Set.copyOf(entries);
    if (entries.size() > ENTRIES_MAX) {
      throw new IllegalArgumentException("more than " + ENTRIES_MAX + " blocked senders");
    }
  }

  /// Whether that sender is one of them, by address or by domain.
  public boolean blocks(EmailAddress sender) {
    return entries.contains(sender.canonical()) || entries.contains(sender.domain());
  }
}
