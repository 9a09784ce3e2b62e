package dev.posthouse.identities;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.StoreBusyException;
import dev.posthouse.domain.identity.Identities;
import dev.posthouse.domain.identity.Identities.PoolChange;
import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.identity.PoolPlan;
import dev.posthouse.domain.pool.Mailbox;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.dynamodb.Backoff;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Gives a pool the mailboxes its plan has and it lacks, however many it has and whoever else is at
/// it.
final class FillPool {
  private static final int RACES_MAX = 20;

  private final Identities identities;
  private final ChangeRoster changeRoster;
  private final PoolLog log;
  private final InstantSource clock;
  private final Backoff backoff;

  FillPool(
      Identities identities,
      ChangeRoster changeRoster,
      PoolLog log,
      InstantSource clock,
      Backoff backoff) {
    this.identities = identities;
    this.changeRoster = changeRoster;
    this.log = log;
    this.clock = clock;
    this.backoff = backoff;
  }

  /// @throws StoreBusyException if others change the pool all the time; what is added stays
  void fill(Roster start, PoolPlan plan) {
    Roster roster = start;
    // An address once found taken is not tried again, so each attempt adds, learns, or has lost.
    Set<EmailAddress> taken = new HashSet<>();
    int races = 0;
    // Whatever became of its mailboxes since: who takes the place of a retired one, repair decides.
    while (roster.mailboxes().size() < plan.tier().mailboxes()) {
      List<Mailbox> next = plan.next(roster, taken, Identities.MAILBOXES_PER_CALL_MAX);
      switch (identities.addMailboxes(roster, next, clock.instant())) {
        case PoolChange.Changed(Roster after) -> {
          next.forEach(mailbox -> log.added(after, mailbox, "identity created"));
          roster = after;
        }
        case PoolChange.AddressTaken(EmailAddress address) -> taken.add(address);
        case PoolChange.Raced() -> {
          races++;
          if (races > RACES_MAX) {
            throw new StoreBusyException("others change the pool of " + roster.identity());
          }
          backoff.pause(races);
          roster = identities.roster(roster.identity()).orElse(roster);
        }
      }
    }
    if (plan.instant()) {
      changeRoster.change(roster, FillPool::opened);
    }
  }

  private static Roster opened(Roster roster) {
    return roster.state() == IdentityState.PROVISIONING
        ? roster.next(IdentityState.ACTIVE)
        : roster;
  }
}
