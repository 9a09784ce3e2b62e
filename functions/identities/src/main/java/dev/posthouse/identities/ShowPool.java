package dev.posthouse.identities;

import dev.posthouse.domain.identity.CareForPool;
import dev.posthouse.domain.identity.Identities;
import dev.posthouse.domain.identity.Identity;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.outbound.Outbox;
import dev.posthouse.domain.pool.DaySheet;
import dev.posthouse.domain.pool.PoolCare;
import dev.posthouse.domain.pool.Roster;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;

/// Shows a pool with what is used of it today, and why its mailboxes are as healthy as they are.
final class ShowPool {
  private final Identities identities;
  private final Outbox outbox;
  private final CareForPool care;
  private final InstantSource clock;

  ShowPool(Identities identities, Outbox outbox, CareForPool care, InstantSource clock) {
    this.identities = identities;
    this.outbox = outbox;
    this.care = care;
    this.clock = clock;
  }

  /// The whole pool.
  PoolView show(Roster roster) {
    return PoolView.of(roster, today(roster), facts(roster), clock.instant());
  }

  /// One mailbox of it.
  PoolView.MailboxView show(Roster roster, int ordinal) {
    return show(roster).mailboxes().stream()
        .filter(view -> view.ordinal() == ordinal)
        .findFirst()
        .orElseThrow();
  }

  private PoolCare.Facts facts(Roster roster) {
    LocalDate today = OutboundJob.dayOf(clock.instant());
    Identity identity = identities.find(roster.identity()).orElseThrow();
    return care.facts(identity, today);
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
