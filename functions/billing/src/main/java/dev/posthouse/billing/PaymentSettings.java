package dev.posthouse.billing;

import dev.posthouse.domain.billing.EvmAddress;
import dev.posthouse.domain.billing.PaymentAsset;
import dev.posthouse.domain.billing.Prices;
import dev.posthouse.lambda.Settings;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// How this deployment takes money, as its operator set it up.
///
/// @param facilitator empty if payments are not taken
/// @param offers empty if payments are not taken
/// @param nodes where a chain can be read, by network
/// @param upgradesApproved whether a paid upgrade needs no review
record PaymentSettings(
    Optional<URI> facilitator,
    Optional<String> facilitatorAuthorization,
    Optional<Offers> offers,
    Map<String, URI> nodes,
    Prices prices,
    boolean upgradesApproved) {
  /// USDC of Circle, by the names an operator may use. Source: Circle, "USDC contract addresses";
  /// names and versions as the contracts' own `name()` and `version()` say them.
  private static final Map<String, PaymentAsset> KNOWN =
      Map.of(
          "base-usdc",
          new PaymentAsset(
              "eip155:8453",
              new EvmAddress("0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913"),
              "USD Coin",
              "2",
              6,
              "usdc"),
          "base-sepolia-usdc",
          new PaymentAsset(
              "eip155:84532",
              new EvmAddress("0x036CbD53842c5426634e7929541eC2318f3dCF7e"),
              "USDC",
              "2",
              6,
              "usdc"));

  private static final int ASSET_PARTS = 6;

  /// Reads the function's settings.
  ///
  /// @throws IllegalArgumentException naming a setting that is wrong
  static PaymentSettings of(Settings settings) {
    Optional<URI> facilitator = settings.optional("FACILITATOR_URL").map(URI::create);
    return new PaymentSettings(
        facilitator,
        settings.optional("FACILITATOR_AUTHORIZATION"),
        facilitator
            .flatMap(_ -> settings.optional("PAYMENT_PAY_TO"))
            .map(payTo ->
                new Offers(new EvmAddress(payTo), assets(settings.orElse("PAYMENT_ASSETS", "")))),
        nodes(settings.orElse("PAYMENT_NODES", "")),
        new Prices(
            number(settings, "CREDITS_PER_USD", 100),
            number(settings, "UPGRADE_USD_CENTS", 1_000),
            number(settings, "UPGRADE_CREDITS", 10_000)),
        settings.orElse("UPGRADE_APPROVAL", "operator").equals("auto"));
  }

  /// `base-usdc, eip155:137|0x3c49…|USD Coin|2|6|usdc`
  private static List<PaymentAsset> assets(String text) {
    List<PaymentAsset> assets = new ArrayList<>();
    for (String entry : entries(text)) {
      PaymentAsset known = KNOWN.get(entry);
      assets.add(known != null ? known : asset(entry));
    }
    return assets;
  }

  private static PaymentAsset asset(String entry) {
    String[] parts = entry.split("\\|", -1);
    if (parts.length != ASSET_PARTS) {
      throw new IllegalArgumentException(
          "PAYMENT_ASSETS has no name such as base-usdc, nor"
              + " network|address|name|version|decimals|symbol: "
              + entry);
    }
    return new PaymentAsset(
        parts[0],
        new EvmAddress(parts[1]),
        parts[2],
        parts[3],
        Integer.parseInt(parts[4]),
        parts[5]);
  }

  /// `eip155:8453=https://node.example.com/key`
  private static Map<String, URI> nodes(String text) {
    Map<String, URI> nodes = new LinkedHashMap<>();
    for (String entry : entries(text)) {
      int equals = entry.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("PAYMENT_NODES has no network=URL: " + entry);
      }
      nodes.put(entry.substring(0, equals), URI.create(entry.substring(equals + 1)));
    }
    return nodes;
  }

  private static List<String> entries(String text) {
    return Stream.of(text.split(",", -1))
        .map(String::strip)
        .filter(entry -> !entry.isEmpty())
        .toList();
  }

  private static long number(Settings settings, String name, long otherwise) {
    return settings.optional(name, Long::valueOf).orElse(otherwise);
  }
}
