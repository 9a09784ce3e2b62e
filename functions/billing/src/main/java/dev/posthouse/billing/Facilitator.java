package dev.posthouse.billing;

import dev.posthouse.domain.billing.EvmAddress;
import dev.posthouse.domain.billing.Payment;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// Whoever checks payments and carries them out on the chain, by x402's facilitator API.
///
/// Its answers count by what they say, whatever their HTTP status. An answer that says nothing
/// (none at all, an error page, half a JSON) is never a refusal: after a call to settle, the money
/// may have moved.
final class Facilitator {
  /// How long it may take to verify and to settle. With the rest of a request they fit into the 30
  /// s of the gateway, and a lease is longer than both.
  static final Duration VERIFY_MAX = Duration.ofSeconds(5);

  static final Duration SETTLE_MAX = Duration.ofSeconds(15);

  /// Said where the facilitator said nothing we could pass on (x402 v2 §9).
  static final String UNKNOWN_SETTLE = "unexpected_settle_error";

  static final String UNKNOWN_VERIFY = "unexpected_verify_error";

  /// The nonce is used on the chain, perhaps by an earlier call of ours whose answer was lost.
  static final String NONCE_USED = "invalid_exact_evm_nonce_already_used";

  /// What settles nothing: the same payment may be sent again. All other reasons are final, for the
  /// list of reasons is open. `transaction_failed` is how the official facilitator calls a clash of
  /// its own transactions, too.
  private static final Set<String> NOT_FINAL =
      Set.of(
          UNKNOWN_SETTLE,
          UNKNOWN_VERIFY,
          NONCE_USED,
          "settlement_pending",
          "invalid_transaction_state",
          "invalid_exact_evm_transaction_failed",
          "invalid_exact_evm_transaction_simulation_failed");

  private static final Pattern REASON = Pattern.compile("[A-Za-z0-9_.:-]{1,100}");
  private static final Pattern TRANSACTION = Pattern.compile("0x[0-9a-fA-F]{64}");

  private final URI verify;
  private final URI settle;
  private final Map<String, String> headers;

  /// @param url such as `https://x402.org/facilitator`
  /// @param authorization the header it wants, empty if it wants none
  Facilitator(URI url, Optional<String> authorization) {
    String base = url.toString().replaceAll("/+$", "");
    this.verify = URI.create(base + "/verify");
    this.settle = URI.create(base + "/settle");
    this.headers = authorization.map(value -> Map.of("authorization", value)).orElse(Map.of());
  }

  /// What it says of a payment.
  sealed interface Verdict {
    /// It can be settled.
    record Good() implements Verdict {}

    /// It cannot.
    record Bad(String reason) implements Verdict {}

    /// It did not say.
    record NoAnswer() implements Verdict {}
  }

  /// What became of a payment.
  sealed interface Settlement {
    /// Carried out.
    record Done(String transaction) implements Settlement {}

    /// Not carried out, and not to be.
    record Refused(String reason) implements Settlement {}

    /// Perhaps.
    ///
    /// @param transaction what it says it sent to the chain, null if it says nothing of the kind
    record Unknown(String reason, @Nullable String transaction) implements Settlement {}
  }

  /// Asks whether the payment can be settled. Moves no money.
  Verdict verify(Payment payment, String signature) {
    Optional<JsonNode> answer =
        JsonCall.post(verify, headers, X402.request(payment, signature), VERIFY_MAX);
    JsonNode valid = field(answer, "isValid");
    if (!valid.isBoolean()) {
      return new Verdict.NoAnswer();
    }
    if (valid.booleanValue()) {
      return isPayer(answer, payment) ? new Verdict.Good() : new Verdict.NoAnswer();
    }
    String reason = reason(field(answer, "invalidReason"), UNKNOWN_VERIFY);
    return reason.equals(UNKNOWN_VERIFY) ? new Verdict.NoAnswer() : new Verdict.Bad(reason);
  }

  /// Asks to carry the payment out. Asked again with the same payment, it moves no more money: the
  /// chain takes each nonce once.
  Settlement settle(Payment payment, String signature) {
    Optional<JsonNode> answer =
        JsonCall.post(settle, headers, X402.request(payment, signature), SETTLE_MAX);
    JsonNode success = field(answer, "success");
    if (!success.isBoolean()) {
      return new Settlement.Unknown(UNKNOWN_SETTLE, null);
    }
    String transaction = transaction(field(answer, "transaction"));
    if (success.booleanValue()) {
      boolean ours =
          payment.requirement().asset().network().equals(field(answer, "network").asString(""));
      return ours && transaction != null && isPayer(answer, payment)
          ? new Settlement.Done(transaction)
          : new Settlement.Unknown(UNKNOWN_SETTLE, transaction);
    }
    String reason = reason(field(answer, "errorReason"), UNKNOWN_SETTLE);
    return transaction == null && !NOT_FINAL.contains(reason)
        ? new Settlement.Refused(reason)
        : new Settlement.Unknown(reason, transaction);
  }

  private static JsonNode field(Optional<JsonNode> answer, String name) {
    return answer.map(node -> node.path(name)).orElseGet(MissingNode::getInstance);
  }

  /// Whether it speaks of the payer we asked about, or of none.
  private static boolean isPayer(Optional<JsonNode> answer, Payment payment) {
    JsonNode payer = field(answer, "payer");
    return !payer.isString()
        || EvmAddress.parse(payer.stringValue())
            .filter(payment.authorization().from()::equals)
            .isPresent();
  }

  /// Its word for what is wrong; what is no plain word is not passed on.
  private static String reason(JsonNode node, String otherwise) {
    return node.isString() && REASON.matcher(node.stringValue()).matches()
        ? node.stringValue()
        : otherwise;
  }

  private static @Nullable String transaction(JsonNode node) {
    return node.isString() && TRANSACTION.matcher(node.stringValue()).matches()
        ? node.stringValue()
        : null;
  }
}
