package dev.posthouse.identities;

import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.outbound.Outbox;
import dev.posthouse.domain.pool.DaySheet;
import dev.posthouse.domain.pool.Mailbox;
import dev.posthouse.domain.pool.Roster;
import java.time.InstantSource;
import java.util.List;

/// Shows a pool with what is used of it today.
final class ShowPool {
  private final Outbox outbox;
  private final InstantSource clock;

  ShowPool(Outbox outbox, InstantSource clock) {
    this.outbox = outbox;
    this.clock = clock;
  }

  /// The whole pool.
  PoolView show(Roster roster) {
    return PoolView.of(roster, today(roster));
  }

  /// One mailbox of it.
  PoolView.MailboxView show(Roster roster, int ordinal) {
    Mailbox mailbox = roster.mailbox(ordinal).orElseThrow();
    return PoolView.MailboxView.of(mailbox, today(roster));
  }

  private DaySheet today(Roster roster) {
    var inquiry =
        new Outbox.Inquiry(
            roster.tenant(),
            roster.identity(),
            OutboundJob.dayOf(clock.instant()),
            List.of(),
            List.of());
    return outbox.standing(inquiry, true).sheet();
  }
}
