package dev.posthouse.domain.billing;

import java.math.BigDecimal;
import java.math.BigInteger;

/// What is paid for.
///
/// @param credits what the tenant gets, at least 1
/// @param parts the price, in parts of a dollar
/// @param partsPerUsd how many of those make a dollar
public record Purchase(Kind kind, long credits, long parts, long partsPerUsd) {
  /// @throws IllegalArgumentException if a number is below 1
  public Purchase {
    if (credits < 1 || parts < 1 || partsPerUsd < 1) {
      throw new IllegalArgumentException("credits and price are at least 1");
    }
  }

  /// The price in the smallest units of a token whose dollar is `10^decimals`, rounded up to a
  /// whole one.
  public BigInteger amount(int decimals) {
    BigInteger[] amount =
        BigInteger.TEN
            .pow(decimals)
            .multiply(BigInteger.valueOf(parts))
            .divideAndRemainder(BigInteger.valueOf(partsPerUsd));
    return amount[1].signum() == 0 ? amount[0] : amount[0].add(BigInteger.ONE);
  }

  /// An amount of such a token in dollars, with at least two decimals: `0.25`, `0.001`.
  public static String usd(BigInteger amount, int decimals) {
    BigDecimal usd = new BigDecimal(amount, decimals).stripTrailingZeros();
    return (usd.scale() < 2 ? usd.setScale(2) : usd).toPlainString();
  }

  /// Wire form: the lower-case name.
  public enum Kind {
    /// Credits.
    TOPUP,
    /// Credits, and the review that lets the tenant write to people outside.
    UPGRADE
  }
}
