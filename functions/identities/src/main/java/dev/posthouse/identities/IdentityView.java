package dev.posthouse.identities;

import dev.posthouse.domain.identity.Identity;
import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.pool.Mailbox;
import dev.posthouse.domain.pool.MailboxState;
import dev.posthouse.domain.pool.Roster;
import java.time.Instant;
import java.util.List;

/// An identity as the API shows it.
///
/// @param dailyCap most messages per UTC day, once all mailboxes are warm
/// @param state whether it sends
/// @param lifecycle how far its pool has come, whatever the state
/// @param poolSize mailboxes, without those retired
/// @param domains where they are
/// @param capacityToday most messages the pool can send on this UTC day, its use aside
record IdentityView(
    String id,
    String handle,
    String displayName,
    String tier,
    int dailyCap,
    IdentityState state,
    Lifecycle lifecycle,
    int poolSize,
    List<String> domains,
    int capacityToday,
    PacingRequest pacing,
    Instant createdAt) {
  private static final int WARM_STAGE = 100;

  /// Wire form: the lower-case name.
  enum Lifecycle {
    /// No mailbox is ready.
    PROVISIONING,
    /// Some mailbox grows yet.
    WARMING,
    /// All mailboxes are warm.
    STEADY
  }

  static IdentityView of(Identity identity) {
    Roster roster = identity.roster();
    List<Mailbox> kept =
        roster.mailboxes().stream()
            .filter(mailbox -> mailbox.state() != MailboxState.RETIRED)
            .toList();
    return new IdentityView(
        identity.id().value(),
        identity.handle().value(),
        roster.displayName(),
        identity.tierName(),
        roster.dailyCap(),
        roster.state(),
        lifecycle(kept),
        kept.size(),
        kept.stream().map(mailbox -> mailbox.address().domain()).distinct().toList(),
        Math.min(roster.dailyCap(), capacity(roster)),
        PacingRequest.of(roster.pacing()),
        identity.createdAt());
  }

  private static Lifecycle lifecycle(List<Mailbox> mailboxes) {
    if (mailboxes.stream().allMatch(mailbox -> mailbox.state() == MailboxState.PROVISIONING)) {
      return Lifecycle.PROVISIONING;
    }
    return mailboxes.stream().allMatch(mailbox -> mailbox.stage() >= WARM_STAGE)
        ? Lifecycle.STEADY
        : Lifecycle.WARMING;
  }

  private static int capacity(Roster roster) {
    return roster.mailboxes().stream().filter(Mailbox::eligible).mapToInt(Mailbox::dailyCap).sum();
  }
}
