package dev.posthouse.domain.billing;

import java.math.BigInteger;
import java.util.regex.Pattern;

/// A token in which payments are taken: a dollar stablecoin that knows EIP-3009.
///
/// `name` and `version` are the token's EIP-712 domain. They differ from chain to chain (USDC is
/// `USD Coin` on Base and `USDC` on Base Sepolia), and a wrong one makes every signature wrong.
///
/// @param network CAIP-2, such as `eip155:8453`
/// @param decimals a dollar is ten to the power of this many atomic units
/// @param symbol for people, such as `usdc`
public record PaymentAsset(
    String network, EvmAddress address, String name, String version, int decimals, String symbol) {
  private static final Pattern NETWORK = Pattern.compile("eip155:[1-9][0-9]{0,17}");
  private static final int DECIMALS_MAX = 36;

  /// @throws IllegalArgumentException naming the part that is wrong
  public PaymentAsset {
    if (!NETWORK.matcher(network).matches()) {
      throw new IllegalArgumentException("no network such as eip155:8453: " + network);
    }
    if (name.isBlank() || version.isBlank() || symbol.isBlank()) {
      throw new IllegalArgumentException("name, version and symbol are not blank");
    }
    if (decimals < 0 || decimals > DECIMALS_MAX) {
      throw new IllegalArgumentException("decimals are 0 to " + DECIMALS_MAX + ": " + decimals);
    }
  }

  /// The chain's number, as EIP-712 domains have it.
  public BigInteger chainId() {
    return new BigInteger(network.substring(network.indexOf(':') + 1));
  }
}
