package dev.posthouse.accounts;

import dev.posthouse.domain.pool.MailboxId;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.tenant.BlockedSenders;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// A self-serve mailbox as the API shows it.
///
/// @param identity the handle, which is the address
/// @param status `active`, `paused`, `suspended` or `retired`
record MailboxView(
    String id,
    String tenantId,
    String identity,
    String address,
    String displayName,
    String status,
    List<String> blockedSenders,
    Instant createdAt) {
  static MailboxView of(Roster mailbox, Instant createdAt, BlockedSenders blocked) {
    return new MailboxView(
        id(mailbox),
        mailbox.tenant().value(),
        mailbox.handle().value(),
        mailbox.mailboxes().getFirst().address().toString(),
        mailbox.displayName(),
        MailboxRoutes.retired(mailbox)
            ? "retired"
            : mailbox.state().name().toLowerCase(Locale.ROOT),
        blocked.entries().stream().sorted().toList(),
        createdAt);
  }

  static String id(Roster mailbox) {
    return MailboxId.of(mailbox.identity(), 0).value();
  }
}
