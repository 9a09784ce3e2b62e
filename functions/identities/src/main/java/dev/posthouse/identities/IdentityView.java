package dev.posthouse.identities;

import dev.posthouse.domain.identity.Identity;
import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.pool.Mailbox;
import dev.posthouse.domain.pool.Roster;
import java.time.Instant;
import java.util.List;

/// An identity as the API shows it.
///
/// @param lifecycle provisioning, warming or steady; whether it is paused or suspended is its state
/// @param capacityToday most messages it can send a day as its mailboxes are now
record IdentityView(
    String id,
    String handle,
    String displayName,
    String tier,
    int dailyCap,
    IdentityState state,
    String lifecycle,
    int poolSize,
    List<String> domains,
    int capacityToday,
    Instant createdAt) {
  private static final int WARM = 100;

  static IdentityView of(Identity identity) {
    Roster roster = identity.roster();
    return new IdentityView(
        identity.id().value(),
        identity.handle().value(),
        roster.displayName(),
        identity.tierName(),
        roster.dailyCap(),
        roster.state(),
        lifecycle(roster),
        roster.mailboxes().size(),
        roster.mailboxes().stream()
            .map(mailbox -> mailbox.address().domain())
            .distinct()
            .sorted()
            .toList(),
        capacity(roster),
        identity.createdAt());
  }

  private static String lifecycle(Roster roster) {
    if (roster.mailboxes().stream().noneMatch(Mailbox::eligible)) {
      return "provisioning";
    }
    boolean warm =
        roster.mailboxes().stream()
            .filter(Mailbox::eligible)
            .allMatch(mailbox -> mailbox.stage() == WARM);
    return warm ? "steady" : "warming";
  }

  private static int capacity(Roster roster) {
    int sum =
        roster.mailboxes().stream().filter(Mailbox::eligible).mapToInt(Mailbox::dailyCap).sum();
    return Math.min(sum, roster.dailyCap());
  }
}
