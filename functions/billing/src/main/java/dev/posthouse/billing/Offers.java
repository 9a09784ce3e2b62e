package dev.posthouse.billing;

import dev.posthouse.domain.billing.EvmAddress;
import dev.posthouse.domain.billing.PaymentAsset;
import dev.posthouse.domain.billing.Purchase;
import dev.posthouse.domain.billing.Requirement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The ways in which this deployment takes money.
///
/// @param assets in the order in which payers see them
record Offers(EvmAddress payTo, List<PaymentAsset> assets) {
  /// How long a payer's signature is to hold. It is also how long an unknown outcome can be
  /// confirmed, so it is longer than the usual five minutes.
  static final Duration TIMEOUT = Duration.ofMinutes(30);

  Offers {
    assets = List.copyOf(assets);
    if (assets.isEmpty()) {
      throw new IllegalArgumentException("there is no asset to pay in");
    }
  }

  /// What a purchase costs, in each asset.
  List<Requirement> of(Purchase purchase) {
    return assets.stream()
        .map(asset -> new Requirement(asset, purchase.amount(asset.decimals()), payTo, TIMEOUT))
        .toList();
  }

  /// The asset with that network and address, if it is taken here.
  Optional<PaymentAsset> find(String network, EvmAddress address) {
    return assets.stream()
        .filter(asset -> asset.network().equals(network) && asset.address().equals(address))
        .findFirst();
  }
}
