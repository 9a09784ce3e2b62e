package dev.posthouse.domain.pool;

import java.time.LocalDate;

/// Counts one day that is over towards a mailbox's warmup.
///
/// Warmup is an honest ramp: a clean day earns as much of itself as half the cap was used, and
/// nothing else does. The day on which clean ends costs a week; the days until it is clean again
/// only do not count. After two weeks without mail each further day costs one.
final class WarmupDay {
  /// What a breach costs.
  static final EarnedDays SETBACK = EarnedDays.of(7);

  private static final int IDLE_FREE_DAYS = 14;

  private WarmupDay() {}

  /// The mailbox after that day.
  static Mailbox count(Mailbox mailbox, LocalDate day, Signs signs) {
    Course course = mailbox.course();
    int used = signs.track().on(day).sent();
    boolean clean = CleanDay.is(signs, day);
    EarnedDays earned = course.earned();
    EarnedDays slow = course.slow();
    if (!clean && !course.breached()) {
      earned = earned.minus(SETBACK);
    }
    if (clean
        && mailbox.state() == MailboxState.ACTIVE
        && Health.of(signs, day).band() == Band.GROW) {
      EarnedDays gain = EarnedDays.ofUse(used, mailbox.dailyCap());
      if (slow.compareTo(EarnedDays.NONE) > 0) {
        gain = gain.halved();
        slow = slow.minus(gain);
      }
      earned = earned.plus(gain);
    }
    int idle = used > 0 ? 0 : course.idleDays() + 1;
    if (idle > IDLE_FREE_DAYS) {
      earned = earned.minus(EarnedDays.ONE);
    }
    return mailbox.on(course.after(earned, slow, !clean, idle));
  }
}
