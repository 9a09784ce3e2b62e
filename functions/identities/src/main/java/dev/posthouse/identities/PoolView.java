package dev.posthouse.identities;

import dev.posthouse.domain.pool.DaySheet;
import dev.posthouse.domain.pool.Mailbox;
import dev.posthouse.domain.pool.MailboxState;
import dev.posthouse.domain.pool.Picker;
import dev.posthouse.domain.pool.Roster;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A pool and what this UTC day has used of it.
///
/// @param revision grows by one with every change to the pool
/// @param dailyCap most messages of the identity per UTC day
/// @param resetsAt when the day is over
record PoolView(
    String identity,
    long revision,
    int dailyCap,
    int usedToday,
    Instant resetsAt,
    List<MailboxView> mailboxes) {
  static PoolView of(Roster roster, DaySheet sheet) {
    return new PoolView(
        roster.handle().value(),
        roster.revision(),
        roster.dailyCap(),
        sheet.total(),
        sheet.day().plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant(),
        roster.mailboxes().stream().map(mailbox -> MailboxView.of(mailbox, sheet)).toList());
  }

  /// A mailbox of the pool.
  ///
  /// @param stage progress of its warmup, 0 to 100
  /// @param health 0 to 100; below 20 it is not picked
  /// @param capToday most messages it sends on this day
  /// @param eligible whether the next message may go out from it
  /// @param reason why not, if so
  record MailboxView(
      String address,
      String domain,
      MailboxState state,
      int stage,
      int health,
      int usedToday,
      int capToday,
      boolean eligible,
      Picker.@Nullable Standing reason) {
    static MailboxView of(Mailbox mailbox, DaySheet sheet) {
      Picker.Standing standing = Picker.standing(mailbox, sheet);
      boolean eligible = standing == Picker.Standing.ABLE;
      return new MailboxView(
          mailbox.address().toString(),
          mailbox.address().domain(),
          mailbox.state(),
          mailbox.stage(),
          mailbox.health(),
          sheet.used(mailbox.ordinal()),
          mailbox.dailyCap(),
          eligible,
          eligible ? null : standing);
    }
  }
}
