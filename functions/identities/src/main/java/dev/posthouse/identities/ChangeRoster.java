package dev.posthouse.identities;

import dev.posthouse.domain.StoreBusyException;
import dev.posthouse.domain.identity.Identities;
import dev.posthouse.domain.identity.Identities.PoolChange;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.dynamodb.Backoff;
import java.time.InstantSource;
import java.util.function.UnaryOperator;

/// Changes rosters: decides, writes, and decides again whenever somebody else was faster.
final class ChangeRoster {
  private static final int ATTEMPTS_MAX = 20;

  private final Identities identities;
  private final InstantSource clock;
  private final Backoff backoff;

  ChangeRoster(Identities identities, InstantSource clock, Backoff backoff) {
    this.identities = identities;
    this.clock = clock;
    this.backoff = backoff;
  }

  /// A change that was made.
  ///
  /// @param before the roster it was decided on; the same as `after` if there was nothing to change
  record Change(Roster before, Roster after) {}

  /// @param start the roster to decide on first
  /// @param decision makes the next revision of a roster, or gives it back as it is; it may refuse
  ///   by throwing
  /// @throws StoreBusyException if others are faster all the time
  Change change(Roster start, UnaryOperator<Roster> decision) {
    Roster before = start;
    for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
      Roster after = decision.apply(before);
      if (after.revision() == before.revision()
          || identities.change(before, after, clock.instant()) instanceof PoolChange.Changed) {
        return new Change(before, after);
      }
      backoff.pause(attempt);
      before = identities.roster(start.identity()).orElse(before);
    }
    throw new StoreBusyException("others change the roster of " + start.identity());
  }
}
