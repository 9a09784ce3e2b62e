package dev.posthouse.domain.billing;

/// What things cost here; the operator says.
///
/// @param creditsPerUsd how many credits a dollar buys
/// @param upgradeCents the price of an upgrade, in hundredths of a dollar
/// @param upgradeCredits what comes with an upgrade
public record Prices(long creditsPerUsd, long upgradeCents, long upgradeCredits) {
  /// Most credits of one top-up.
  public static final long TOPUP_MAX = 100_000;

  private static final long CENTS_PER_USD = 100;

  /// @throws IllegalArgumentException if a number is below 1
  public Prices {
    if (creditsPerUsd < 1 || upgradeCents < 1 || upgradeCredits < 1) {
      throw new IllegalArgumentException("prices are at least 1");
    }
  }

  /// So many credits.
  ///
  /// @param credits 1 to [#TOPUP_MAX]
  /// @throws IllegalArgumentException if it is another number
  public Purchase topup(long credits) {
    if (credits < 1 || credits > TOPUP_MAX) {
      throw new IllegalArgumentException("credits are 1 to " + TOPUP_MAX + ": " + credits);
    }
    return new Purchase(Purchase.Kind.TOPUP, credits, credits, creditsPerUsd);
  }

  public Purchase upgrade() {
    return new Purchase(Purchase.Kind.UPGRADE, upgradeCredits, upgradeCents, CENTS_PER_USD);
  }
}
