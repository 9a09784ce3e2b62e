package dev.posthouse.billing;

import dev.posthouse.domain.billing.Receipt;
import java.util.Map;
import java.util.Objects;

/// The chains that can be read here, by network.
record Chains(Map<String, EvmChain> byNetwork) {
  /// Why a receipt is left to a person: the payer used the authorization's nonce for something
  /// else.
  static final String USED_OTHERWISE = "authorization_used_otherwise";

  Chains {
    byNetwork = Map.copyOf(byNetwork);
  }

  /// Whether the receipt's chain can be read.
  boolean reach(Receipt receipt) {
    return byNetwork.containsKey(receipt.payment().requirement().asset().network());
  }

  /// What the chain shows of a payment. Only for one whose settlement was asked for: an
  /// authorization that was used before we took it up may have been copied from the chain.
  EvmChain.Sight look(Receipt receipt) {
    EvmChain chain = byNetwork.get(receipt.payment().requirement().asset().network());
    if (chain == null || !receipt.settleStarted()) {
      return new EvmChain.Sight.Hidden();
    }
    return chain.look(
        receipt.payment(), Objects.requireNonNull(receipt.progress().settleStartedAt()));
  }
}
