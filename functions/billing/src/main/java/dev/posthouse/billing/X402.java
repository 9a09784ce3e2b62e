package dev.posthouse.billing;

import dev.posthouse.domain.billing.Authorization;
import dev.posthouse.domain.billing.EvmAddress;
import dev.posthouse.domain.billing.Payment;
import dev.posthouse.domain.billing.PaymentAsset;
import dev.posthouse.domain.billing.Purchase;
import dev.posthouse.domain.billing.Requirement;
import dev.posthouse.lambda.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The objects of x402 version 2 as they go over the wire, to payers and to the facilitator.
final class X402 {
  static final int VERSION = 2;

  private X402() {}

  /// `PaymentRequired`: what may be paid, and how.
  static Map<String, Object> required(
      String resource, Purchase purchase, List<Requirement> accepts) {
    Map<String, Object> required = new LinkedHashMap<>();
    required.put("x402Version", VERSION);
    required.put("error", "Payment required");
    required.put("resource", resource(resource, purchase));
    required.put("accepts", accepts.stream().map(X402::requirement).toList());
    return required;
  }

  /// `PaymentRequirements`: one way to pay.
  static Map<String, Object> requirement(Requirement requirement) {
    PaymentAsset asset = requirement.asset();
    Map<String, Object> wire = new LinkedHashMap<>();
    wire.put("scheme", Requirement.SCHEME);
    wire.put("network", asset.network());
    wire.put("amount", requirement.amount().toString());
    wire.put("asset", Keccak.checksummed(asset.address()));
    wire.put("payTo", Keccak.checksummed(requirement.payTo()));
    wire.put("maxTimeoutSeconds", requirement.timeout().toSeconds());
    Map<String, String> extra = new LinkedHashMap<>();
    extra.put("name", asset.name());
    extra.put("version", asset.version());
    wire.put("extra", extra);
    return wire;
  }

  /// The request for `/verify` and `/settle`. It follows from the payment alone, so that a repeated
  /// one is the same to the byte. All of it is ours or in its canonical spelling; what else the
  /// payer wrote is left out.
  static Map<String, Object> request(Payment payment, String signature) {
    Map<String, Object> requirement = requirement(payment.requirement());
    Map<String, Object> payload = new LinkedHashMap<>();
    payload.put("x402Version", VERSION);
    payload.put("resource", resource(payment.resource(), payment.purchase()));
    payload.put("accepted", requirement);
    payload.put(
        "payload",
        ordered("signature", signature, "authorization", authorization(payment.authorization())));
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("x402Version", VERSION);
    request.put("paymentPayload", payload);
    request.put("paymentRequirements", requirement);
    return request;
  }

  /// `SettleResponse` for a payer.
  ///
  /// @param transaction null if nothing is known to be on the chain
  /// @param reason null for success
  static Map<String, Object> settleResponse(
      Payment payment, @Nullable String transaction, @Nullable String reason) {
    Map<String, Object> response = new LinkedHashMap<>();
    response.put("success", reason == null);
    if (reason != null) {
      response.put("errorReason", reason);
    }
    response.put("transaction", transaction == null ? "" : transaction);
    response.put("network", payment.requirement().asset().network());
    response.put("payer", Keccak.checksummed(payment.authorization().from()));
    if (reason == null) {
      response.put("amount", payment.requirement().amount().toString());
    }
    return response;
  }

  /// As x402's headers have it: base64 of the JSON.
  static String header(Map<String, Object> value) {
    return Base64.getEncoder().encodeToString(Json.encode(value).getBytes(StandardCharsets.UTF_8));
  }

  /// What is bought, for people; facilitators take at most 500 characters.
  static String description(Purchase purchase) {
    return switch (purchase.kind()) {
      case TOPUP -> "%d sending credits".formatted(purchase.credits());
      case UPGRADE ->
          "Upgrade to external sending, with %d sending credits".formatted(purchase.credits());
    };
  }

  private static Map<String, Object> resource(String url, Purchase purchase) {
    return ordered(
        "url", url, "description", description(purchase), "mimeType", "application/json");
  }

  private static Map<String, Object> authorization(Authorization authorization) {
    Map<String, Object> wire = new LinkedHashMap<>();
    wire.put("from", checksummed(authorization.from()));
    wire.put("to", checksummed(authorization.to()));
    wire.put("value", authorization.value().toString());
    wire.put("validAfter", authorization.validAfter().toString());
    wire.put("validBefore", authorization.validBefore().toString());
    wire.put("nonce", authorization.nonce());
    return wire;
  }

  private static String checksummed(EvmAddress address) {
    return Keccak.checksummed(address);
  }

  private static Map<String, Object> ordered(Object... namesAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return map;
  }
}
