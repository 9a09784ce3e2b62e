package dev.posthouse.identities;

import dev.posthouse.domain.StoreBusyException;
import dev.posthouse.domain.identity.Identities;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.pool.Mailbox;
import dev.posthouse.domain.pool.Roster;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// Changes a roster: read, decide, write only if nobody else did meanwhile, else again.
final class ChangePool {
  private static final int ATTEMPTS_MAX = 20;

  private final Identities identities;
  private final InstantSource clock;

  ChangePool(Identities identities, InstantSource clock) {
    this.identities = identities;
    this.clock = clock;
  }

  /// The roster after the change; as it was where the change gives back the same roster.
  Roster change(IdentityId id, UnaryOperator<Roster> change) {
    return retry(
        id,
        before -> {
          Roster after = change.apply(before);
          return after.equals(before)
              ? new Identities.PoolChange.Changed(before)
              : identities.change(before, after, clock.instant());
        });
  }

  /// The roster with one more mailbox.
  ///
  /// @throws AddressTakenException if the address is somebody's
  Roster add(IdentityId id, Function<Roster, Mailbox> mailbox) {
    return retry(
        id,
        before -> identities.addMailboxes(before, List.of(mailbox.apply(before)), clock.instant()));
  }

  private Roster retry(IdentityId id, Function<Roster, Identities.PoolChange> step) {
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      Roster before = identities.roster(id).orElseThrow();
      switch (step.apply(before)) {
        case Identities.PoolChange.Changed(Roster after) -> {
          return after;
        }
        case Identities.PoolChange.AddressTaken taken -> throw new AddressTakenException();
        case Identities.PoolChange.Raced() -> {
          // Read it again: the change is decided on what is there now.
        }
      }
    }
    throw new StoreBusyException("others change this pool at the same time");
  }

  /// The address belongs to a mailbox or an identity already.
  static final class AddressTakenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AddressTakenException() {
      super("the address is taken", null, false, false);
    }
  }
}
