package dev.posthouse.domain.pool;

import dev.posthouse.domain.identity.IdentityId;
import java.time.LocalDate;
import java.util.List;

/// What the mailboxes of each identity did day by day: what their health is computed from. Kept 40
/// days.
///
/// Messages are counted by the day sheet as they are accepted, mishaps by
/// [dev.posthouse.domain.outbound.Jobs#update] in the write that records them. So a mail that is
/// delivered costs nothing here, and no event counts twice.
public interface MailboxDays {
  /// The days from one to another, both included, of mailboxes that sent something or of which
  /// something was reported; by day, then by ordinal. Perhaps without what happened in the last
  /// moment.
  List<MailboxDay> between(IdentityId identity, LocalDate from, LocalDate to);
}
