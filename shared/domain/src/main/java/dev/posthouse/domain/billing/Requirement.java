package dev.posthouse.domain.billing;

import java.math.BigInteger;
import java.time.Duration;

/// One way in which a purchase may be paid: x402's `PaymentRequirements` of the scheme `exact`.
///
/// @param amount in atomic units of the asset; no more and no less is taken
/// @param timeout how long a payer's signature is to hold
public record Requirement(
    PaymentAsset asset, BigInteger amount, EvmAddress payTo, Duration timeout) {
  /// The scheme: a transfer of exactly that amount (EIP-3009).
  public static final String SCHEME = "exact";

  /// @throws IllegalArgumentException if the amount or the time is not above zero
  public Requirement {
    if (amount.signum() <= 0 || !timeout.isPositive()) {
      throw new IllegalArgumentException("amount and timeout are above zero");
    }
  }
}
