package dev.posthouse.domain.identity;

import dev.posthouse.domain.pool.Cause;
import dev.posthouse.domain.pool.Mailbox;
import dev.posthouse.domain.pool.MailboxState;
import dev.posthouse.domain.pool.Roster;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;

/// The rule that a mailbox sends once its domain is proven, and an identity once one of its
/// mailboxes does.
public final class OpenMailboxes {
  private OpenMailboxes() {}

  /// The roster with the mailboxes that wait at those domains opened; the same one if none does.
  public static Roster at(Roster roster, Set<String> proven, LocalDate today) {
    List<Mailbox> mailboxes =
        roster.mailboxes().stream()
            .map(mailbox -> waits(mailbox, proven) ? opened(mailbox, today) : mailbox)
            .toList();
    boolean ready =
        roster.state() == IdentityState.PROVISIONING
            && mailboxes.stream().anyMatch(mailbox -> mailbox.state() == MailboxState.ACTIVE);
    return mailboxes.equals(roster.mailboxes()) && !ready
        ? roster
        : roster.next(
            ready ? IdentityState.ACTIVE : roster.state(),
            roster.displayName(),
            roster.dailyCap(),
            mailboxes);
  }

  private static boolean waits(Mailbox mailbox, Set<String> proven) {
    return mailbox.state() == MailboxState.PROVISIONING
        && proven.contains(mailbox.address().domain());
  }

  private static Mailbox opened(Mailbox mailbox, LocalDate today) {
    return mailbox
        .on(mailbox.course().entered(today, Cause.NONE).counted(today))
        .in(MailboxState.ACTIVE);
  }
}
