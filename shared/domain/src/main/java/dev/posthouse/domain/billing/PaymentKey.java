package dev.posthouse.domain.billing;

/// What makes two payments the same payment, whatever the bytes around them: the chain carries out
/// one authorization per asset, payer and nonce. All parts are in their one canonical spelling.
///
/// @param network CAIP-2
public record PaymentKey(String network, EvmAddress asset, EvmAddress from, String nonce) {
  /// The key of that authorization in that asset.
  public static PaymentKey of(PaymentAsset asset, Authorization authorization) {
    return new PaymentKey(
        asset.network(), asset.address(), authorization.from(), authorization.nonce());
  }
}
