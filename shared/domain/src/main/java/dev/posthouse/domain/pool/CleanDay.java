package dev.posthouse.domain.pool;

import java.time.LocalDate;

/// Whether a mailbox's mail did well enough, in the week up to a day, for its warmup to go on.
final class CleanDay {
  /// How many days are looked at.
  static final int DAYS = 7;

  private static final int BOUNCES_MAX_PERCENT = 2;
  private static final int DEFERRALS_LIMIT_PERCENT = 5;
  private static final int PERCENT = 100;

  private CleanDay() {}

  /// No complaint; hard bounces at most 2 %, deferrals below 5 %, though one of either proves
  /// nothing; mail that authenticates, at a domain SES has no grave finding on.
  static boolean is(Signs signs, LocalDate day) {
    DayOutcomes week = signs.track().sum(day, DAYS);
    return week.complaints() == 0
        && (week.hardBounces() <= 1
            || week.hardBounces() * PERCENT <= BOUNCES_MAX_PERCENT * week.sent())
        && (week.deferrals() <= 1
            || week.deferrals() * PERCENT < DEFERRALS_LIMIT_PERCENT * week.sent())
        && signs.authenticated()
        && signs.finding() != Finding.HIGH;
  }
}
