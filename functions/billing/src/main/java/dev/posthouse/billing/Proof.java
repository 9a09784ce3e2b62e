package dev.posthouse.billing;

import dev.posthouse.domain.billing.Authorization;
import dev.posthouse.domain.billing.EvmAddress;
import dev.posthouse.domain.billing.PaymentKey;
import java.math.BigInteger;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a payer sent as proof of payment, well-formed but not yet compared with what was asked for.
///
/// @param signature `0x` and the signature in lower case; with the authorization it is as good as
///   the money
record Proof(Accepted accepted, Authorization authorization, String signature) {
  /// The way of paying the payer says it chose.
  ///
  /// @param timeoutSeconds null if it is no whole number
  /// @param extra its members that are texts
  record Accepted(
      String scheme,
      String network,
      @Nullable EvmAddress asset,
      @Nullable BigInteger amount,
      @Nullable EvmAddress payTo,
      @Nullable Long timeoutSeconds,
      Map<String, String> extra) {}

  /// What makes it the same payment as another, if the payer means what it says it accepted.
  @Nullable PaymentKey key() {
    EvmAddress asset = accepted.asset();
    return asset == null
        ? null
        : new PaymentKey(accepted.network(), asset, authorization.from(), authorization.nonce());
  }

  /// The signature is not for logs.
  @Override
  public String toString() {
    return "Proof[%s by %s]".formatted(authorization.nonce(), authorization.from());
  }
}
