package dev.posthouse.identities;

import dev.posthouse.domain.pool.DaySheet;
import dev.posthouse.domain.pool.Mailbox;
import dev.posthouse.domain.pool.MailboxId;
import dev.posthouse.domain.pool.MailboxState;
import dev.posthouse.domain.pool.Picker;
import dev.posthouse.domain.pool.Roster;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A pool as the API shows it.
///
/// @param resetsAt when a new day begins, UTC
record PoolView(
    String identity,
    long revision,
    int dailyCap,
    int usedToday,
    Instant resetsAt,
    List<Row> mailboxes) {
  /// A mailbox of the pool.
  ///
  /// @param eligible whether it can be picked now
  /// @param reason why not
  record Row(
      String id,
      String address,
      String domain,
      MailboxState state,
      int stage,
      int health,
      int usedToday,
      int capToday,
      boolean eligible,
      @Nullable String reason) {}

  static PoolView of(Roster roster, DaySheet sheet) {
    return new PoolView(
        roster.handle().value(),
        roster.revision(),
        roster.dailyCap(),
        sheet.total(),
        sheet.day().plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant(),
        roster.mailboxes().stream().map(mailbox -> row(roster, mailbox, sheet)).toList());
  }

  private static Row row(Roster roster, Mailbox mailbox, DaySheet sheet) {
    Picker.Standing standing = Picker.standing(mailbox, sheet);
    boolean able = standing == Picker.Standing.ABLE;
    return new Row(
        MailboxId.of(roster.identity(), mailbox.ordinal()).value(),
        mailbox.address().toString(),
        mailbox.address().domain(),
        mailbox.state(),
        mailbox.stage(),
        mailbox.health(),
        sheet.used(mailbox.ordinal()),
        mailbox.dailyCap(),
        able,
        able ? null : standing.name().toLowerCase(Locale.ROOT));
  }
}
