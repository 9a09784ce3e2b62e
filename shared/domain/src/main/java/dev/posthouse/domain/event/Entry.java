package dev.posthouse.domain.event;

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
}
