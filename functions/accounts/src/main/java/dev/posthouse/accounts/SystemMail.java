package dev.posthouse.accounts;

import dev.posthouse.domain.EmailAddress;
import java.util.Optional;

/// Sends mail of the platform itself, from the operator's own mailbox: outside of any tenant's
/// credits and quota.
interface SystemMail {
  /// Sends a text to one recipient.
  ///
  /// @return the outbound job, empty if it was not taken
  Optional<String> send(EmailAddress to, String subject, String text);
}
