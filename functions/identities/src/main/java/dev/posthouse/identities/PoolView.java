package dev.posthouse.identities;

import dev.posthouse.domain.pool.Band;
import dev.posthouse.domain.pool.Cause;
import dev.posthouse.domain.pool.Course;
import dev.posthouse.domain.pool.DaySheet;
import dev.posthouse.domain.pool.Health;
import dev.posthouse.domain.pool.Mailbox;
import dev.posthouse.domain.pool.MailboxId;
import dev.posthouse.domain.pool.MailboxState;
import dev.posthouse.domain.pool.Picker;
import dev.posthouse.domain.pool.PoolCare;
import dev.posthouse.domain.pool.Roster;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
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
  static PoolView of(Roster roster, DaySheet sheet, PoolCare.Facts facts, Instant now) {
    return new PoolView(
        roster.handle().value(),
        roster.revision(),
        roster.dailyCap(),
        sheet.total(),
        sheet.day().plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant(),
        roster.mailboxes().stream()
            .map(mailbox -> MailboxView.of(roster, mailbox, sheet, facts, now))
            .toList());
  }

  /// A mailbox of the pool.
  ///
  /// @param stage progress of its warmup, 0 to 100
  /// @param earnedDays the same in days, of 28
  /// @param health 0 to 100 when it was last looked at; below 20 it is not picked
  /// @param band what the health means for its cap
  /// @param healthLines what it costs now, and for what; at no cost, where its mail waits
  /// @param capToday most messages it sends on this day
  /// @param eligible whether the next message may go out from it
  /// @param reason why not, if so
  /// @param cause why it is out of the rotation, if it is
  /// @param since the day its state began, if that was noted
  /// @param offences how often it had to be pulled
  /// @param replaces the mailbox whose place it took
  record MailboxView(
      String id,
      int ordinal,
      String address,
      String domain,
      MailboxState state,
      int stage,
      double earnedDays,
      int health,
      Band band,
      List<Health.Line> healthLines,
      int usedToday,
      int capToday,
      boolean eligible,
      Picker.@Nullable Standing reason,
      @Nullable Cause cause,
      @Nullable LocalDate since,
      int offences,
      @Nullable String replaces) {
    static MailboxView of(
        Roster roster, Mailbox mailbox, DaySheet sheet, PoolCare.Facts facts, Instant now) {
      Picker.Standing standing = Picker.standing(mailbox, sheet);
      boolean eligible = standing == Picker.Standing.ABLE;
      Course course = mailbox.course();
      return new MailboxView(
          MailboxId.of(roster.identity(), mailbox.ordinal()).value(),
          mailbox.ordinal(),
          mailbox.address().toString(),
          mailbox.address().domain(),
          mailbox.state(),
          mailbox.stage(),
          course.earned().days(),
          mailbox.health(),
          Band.of(mailbox.health()),
          lines(roster, mailbox, Health.of(facts.of(mailbox), sheet.day()), now),
          sheet.used(mailbox.ordinal()),
          mailbox.dailyCap(),
          eligible,
          eligible ? null : standing,
          course.cause() == Cause.NONE ? null : course.cause(),
          course.since().orElse(null),
          course.offences(),
          replaced(roster, course));
    }

    /// What it lost, and where its mail waits, which costs nothing.
    private static List<Health.Line> lines(
        Roster roster, Mailbox mailbox, Health health, Instant now) {
      Stream<Health.Line> waits =
          roster.slow().stream()
              .filter(lane -> lane.ordinal() == mailbox.ordinal() && lane.until().isAfter(now))
              .map(lane ->
                  new Health.Line(
                      "provider",
                      0,
                      "%s put %d messages off in a day: mail to it waits until %s"
                          .formatted(
                              lane.group().name().toLowerCase(Locale.ROOT),
                              lane.deferrals(),
                              lane.until().truncatedTo(ChronoUnit.SECONDS))));
      return Stream.concat(health.lines().stream(), waits).toList();
    }

    private static @Nullable String replaced(Roster roster, Course course) {
      return course.replaces().isEmpty()
          ? null
          : roster
              .mailbox(course.replaces().getAsInt())
              .map(old -> old.address().toString())
              .orElse(null);
    }
  }
}
