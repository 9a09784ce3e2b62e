package dev.posthouse.domain.pool;

/// How far a mailbox has come in its warmup: days in which it did well, in millionths of a day, so
/// that sums are exact and the same everywhere.
///
/// @param millionths 0 to 28 million
public record EarnedDays(long millionths) implements Comparable<EarnedDays> {
  /// Nothing earned yet.
  public static final EarnedDays NONE = new EarnedDays(0);

  /// One whole day.
  public static final EarnedDays ONE = of(1);

  /// Warm.
  public static final EarnedDays ALL = of(WarmupCurve.DAYS);

  private static final long DAY = 1_000_000;
  private static final int STAGE_MAX = 100;

  /// @throws IllegalArgumentException if they are below zero or more than the curve has
  public EarnedDays {
    if (millionths < 0 || millionths > WarmupCurve.DAYS * DAY) {
      throw new IllegalArgumentException("earned days go from 0 to " + WarmupCurve.DAYS);
    }
  }

  /// That many whole days.
  public static EarnedDays of(int days) {
    return new EarnedDays(days * DAY);
  }

  /// The least days that show as that stage.
  public static EarnedDays atStage(int stage) {
    return new EarnedDays(DAY * stage * WarmupCurve.DAYS / STAGE_MAX);
  }

  /// What one clean day earns: the part of half the cap that was used, at most a whole day, rounded
  /// down.
  ///
  /// @param used messages sent on that day
  /// @param cap most it could have sent
  public static EarnedDays ofUse(int used, int cap) {
    return cap <= 0 ? NONE : new EarnedDays(Math.min(DAY, 2 * DAY * used / cap));
  }

  /// At most [#ALL].
  public EarnedDays plus(EarnedDays more) {
    return new EarnedDays(Math.min(ALL.millionths, millionths + more.millionths));
  }

  /// At least [#NONE].
  public EarnedDays minus(EarnedDays less) {
    return new EarnedDays(Math.max(0, millionths - less.millionths));
  }

  /// Half of it, rounded down.
  public EarnedDays halved() {
    return new EarnedDays(millionths / 2);
  }

  /// The same as a number of days.
  public double days() {
    return (double) millionths / DAY;
  }

  /// The stage it stands for, 0 to 100.
  public int stage() {
    return WarmupCurve.stage(days());
  }

  @Override
  public int compareTo(EarnedDays other) {
    return Long.compare(millionths, other.millionths);
  }
}
