package dev.posthouse.domain.event;

import dev.posthouse.domain.identity.Handle;
import dev.posthouse.domain.identity.IdentityId;
import java.time.Instant;
import java.util.List;

/// What one change of one thing adds to an identity's log, in order.
///
/// @param since when the change was decided: the log cannot hold any of this from an earlier time
/// @param occurrences at least one and at most [#OCCURRENCES_MAX]
public record Entry(IdentityId identity, Instant since, List<Occurrence> occurrences) {
  /// Most occurrences of one entry. Readers rely on it to find the entry that a number is in.
  public static final int OCCURRENCES_MAX = 4;

  /// @throws IllegalArgumentException if there are no occurrences or too many
  public Entry {
    occurrences = List.copyOf(occurrences);
    if (occurrences.isEmpty() || occurrences.size() > OCCURRENCES_MAX) {
      throw new IllegalArgumentException(occurrences.size() + " occurrences in one entry");
    }
  }

  /// This entry, each occurrence of which says first whose it is: who hears of several identities
  /// at once, as a webhook does, knows them by that.
  public Entry of(Handle handle) {
    return new Entry(identity, since, occurrences.stream().map(each -> each.of(handle)).toList());
  }
}
