package dev.posthouse.identities;

import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.pool.MailboxState;
import dev.posthouse.domain.pool.Roster;

/// The rule that an identity sends as soon as one of its mailboxes does.
final class Activation {
  private Activation() {}

  /// The roster, of the next revision and active if it waited for the mailbox it has.
  static Roster opened(Roster roster) {
    return due(roster) ? roster.next(IdentityState.ACTIVE) : roster;
  }

  /// Whether the identity waited for a mailbox it has.
  static boolean due(Roster roster) {
    return roster.state() == IdentityState.PROVISIONING
        && roster.mailboxes().stream().anyMatch(mailbox -> mailbox.state() == MailboxState.ACTIVE);
  }
}
