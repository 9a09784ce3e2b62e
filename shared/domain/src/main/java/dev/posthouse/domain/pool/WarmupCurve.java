package dev.posthouse.domain.pool;

/// How much a mailbox may send while it warms up: from 4 a day to its maximum over 28 earned days,
/// by the same factor each day.
public final class WarmupCurve {
  /// Earned days from the first message to the full cap.
  public static final int DAYS = 28;

  private static final int START = 4;
  private static final int STAGE_MAX = 100;
  private static final double MARGIN = 1e-9;

  private WarmupCurve() {}

  /// The cap after that many earned days: `min(max, floor(4 · (max/4)^(days/28)))`.
  ///
  /// @param dailyMax the cap of the mailbox when it is warm
  public static int cap(double earnedDays, int dailyMax) {
    if (dailyMax <= START || earnedDays >= DAYS) {
      return dailyMax;
    }
    // StrictMath: the same on every machine. The margin keeps powers that are whole numbers from
    // being cut to the one below.
    double grown =
        START * StrictMath.pow((double) dailyMax / START, Math.max(0, earnedDays) / DAYS);
    return (int) Math.min(dailyMax, Math.floor(grown + MARGIN));
  }

  /// The stage after that many earned days, 0 to 100.
  public static int stage(double earnedDays) {
    return (int) Math.round(Math.clamp(STAGE_MAX * earnedDays / DAYS, 0, STAGE_MAX));
  }

  /// The cap at a stage.
  public static int capAtStage(int stage, int dailyMax) {
    return cap((double) stage * DAYS / STAGE_MAX, dailyMax);
  }
}
