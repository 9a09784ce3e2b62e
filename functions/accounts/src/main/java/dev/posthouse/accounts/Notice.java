package dev.posthouse.accounts;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.lambda.Log;
import java.util.Optional;

/// Mail of the platform that is sent if it can be: nothing else depends on it.
///
/// @param mail empty if the operator has set up no mailbox for it
record Notice(Optional<SystemMail> mail, Log log) {
  /// What became of a mail. Wire form: the lower-case name.
  enum Status {
    /// It is on its way.
    QUEUED,
    /// This deployment sends none.
    UNAVAILABLE,
    /// It was not taken.
    FAILED
  }

  /// What became of a mail, and its outbound job if it is on its way.
  record Sent(Status status, Optional<String> job) {}

  /// Sends that text. Never throws.
  Sent send(EmailAddress to, String subject, String text) {
    if (mail.isEmpty()) {
      return new Sent(Status.UNAVAILABLE, Optional.empty());
    }
    try {
      Optional<String> job = mail.get().send(to, subject, text);
      return new Sent(job.isPresent() ? Status.QUEUED : Status.FAILED, job);
    } catch (RuntimeException e) {
      log.warn("a mail of the platform was not taken", e);
      return new Sent(Status.FAILED, Optional.empty());
    }
  }
}
