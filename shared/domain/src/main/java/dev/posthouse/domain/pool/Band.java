package dev.posthouse.domain.pool;

/// What a health score means for a mailbox. Wire form: the lower-case name.
public enum Band {
  /// 80 and more: its cap grows.
  GROW,
  /// 60 to 79: its cap stays.
  FREEZE,
  /// 40 to 59: its cap is half of what it has earned.
  HALVE,
  /// 20 to 39: it is taken out and repaired.
  REPAIR,
  /// Below 20: it is not picked, whatever else.
  OUT;

  private static final int GROW_MIN = 80;
  private static final int FREEZE_MIN = 60;
  private static final int HALVE_MIN = 40;

  /// The band of a score.
  public static Band of(int score) {
    if (score >= GROW_MIN) {
      return GROW;
    }
    if (score >= FREEZE_MIN) {
      return FREEZE;
    }
    if (score >= HALVE_MIN) {
      return HALVE;
    }
    return score >= Mailbox.HEALTH_MIN ? REPAIR : OUT;
  }

  /// Whether a mailbox of this band has to leave the rotation.
  public boolean pulls() {
    return this == REPAIR || this == OUT;
  }
}
