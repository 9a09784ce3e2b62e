package dev.posthouse.billing;

import dev.posthouse.domain.billing.Payment;
import dev.posthouse.domain.billing.PaymentAsset;
import dev.posthouse.domain.billing.Purchase;
import dev.posthouse.domain.billing.Receipt;
import dev.posthouse.domain.billing.ReceiptId;
import dev.posthouse.domain.billing.Requirement;
import dev.posthouse.domain.tenant.TenantId;
import dev.posthouse.lambda.HttpResponse;
import dev.posthouse.lambda.Problem;
import dev.posthouse.lambda.ProblemCode;
import dev.posthouse.lambda.ProblemException;
import dev.posthouse.lambda.SdkFaults;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// What a payer is told. Only a request without a proof gets a quote: the official client signs a
/// new payment for each one it sees, so a quote after an unknown outcome would be paid twice.
final class PaymentAnswers {
  private static final String RESPONSE_HEADER = "payment-response";
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final String EXPIRED = "authorization_expired";

  private final Optional<String> support;

  /// @param support whom to ask about a payment, empty if nobody is named
  PaymentAnswers(Optional<String> support) {
    this.support = support;
  }

  /// 402 with what may be paid.
  ///
  /// @param offers at least one
  Problem quote(TenantId tenant, String resource, Purchase purchase, List<Requirement> offers) {
    Map<String, Object> required = X402.required(resource, purchase, offers);
    Problem problem =
        Problem.of(
                ProblemCode.PAYMENT_REQUIRED,
                "This costs $%s for %s."
                    .formatted(usd(offers.getFirst()), X402.description(purchase)))
            .withHeader("payment-required", X402.header(required))
            .with("protocol", "x402")
            .with("tenantId", tenant.value())
            .with("x402Version", X402.VERSION)
            .with("resource", Objects.requireNonNull(required.get("resource")))
            .with("accepts", Objects.requireNonNull(required.get("accepts")))
            .with("quote", quote(purchase, offers.getFirst(), required));
    return supported(problem);
  }

  private static Map<String, Object> quote(
      Purchase purchase, Requirement first, Map<String, Object> required) {
    PaymentAsset asset = first.asset();
    Map<String, Object> quote = new LinkedHashMap<>();
    quote.put("scheme", Requirement.SCHEME);
    quote.put("network", asset.network());
    quote.put("asset", Keccak.checksummed(asset.address()));
    quote.put("assetSymbol", asset.symbol());
    switch (purchase.kind()) {
      case TOPUP -> quote.put("credits", purchase.credits());
      case UPGRADE -> {
        quote.put("targetPricingTier", "paid_review");
        quote.put("includedCredits", purchase.credits());
      }
    }
    quote.put("amountUsd", usd(first));
    quote.put("amountAtomic", first.amount().toString());
    quote.put("description", X402.description(purchase));
    quote.put("paymentRequirements", X402.requirement(first));
    quote.put("paymentRequired", required);
    return quote;
  }

  private static String usd(Requirement requirement) {
    return Purchase.usd(requirement.amount(), requirement.asset().decimals());
  }

  /// 200: paid and credited.
  HttpResponse settled(Receipt receipt, AccountView account) {
    Payment payment = receipt.payment();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("receiptId", receipt.id().value());
    body.put("verificationStatus", "settled");
    body.put("message", "Paid: %d credits.".formatted(payment.purchase().credits()));
    if (payment.purchase().kind() == Purchase.Kind.UPGRADE) {
      body.put("includedCredits", payment.purchase().credits());
    }
    body.put("receipt", ReceiptView.of(receipt));
    body.put("ledgerEntry", LedgerEntryView.of(receipt.entry()));
    body.put("account", account);
    return HttpResponse.json(200, body)
        .header("cache-control", "private, no-store")
        .header(
            RESPONSE_HEADER,
            X402.header(X402.settleResponse(payment, receipt.progress().transaction(), null)));
  }

  /// 402: not paid, or not known to be.
  ProblemException unsettled(Receipt receipt) {
    Problem problem =
        switch (receipt.status()) {
          case PENDING, VERIFIED -> open(receipt);
          case FAILED ->
              Problem.of(
                  ProblemCode.PAYMENT_FAILED, "The payment was refused: " + reason(receipt) + ".");
          case EXPIRED ->
              Problem.of(
                  ProblemCode.PAYMENT_FAILED,
                  "The authorization ended and was not carried out: nothing was paid.");
          case SETTLED -> throw new IllegalArgumentException("settled: " + receipt.id());
        };
    return supported(problem)
        .with("protocol", "x402")
        .with("receiptId", receipt.id().value())
        .with("receipt", ReceiptView.of(receipt))
        .withHeader(
            RESPONSE_HEADER,
            X402.header(
                X402.settleResponse(
                    receipt.payment(), receipt.progress().transaction(), reason(receipt))))
        .asException();
  }

  private Problem open(Receipt receipt) {
    if (receipt.reviewRequired()) {
      return Problem.of(
              ProblemCode.PAYMENT_PENDING,
              "What became of the payment cannot be told by itself; a person has to look.")
          .withFix(
              "Do not sign another payment; ask "
                  + support.orElse("the operator of this deployment")
                  + " with the receiptId.");
    }
    return Problem.of(
            ProblemCode.PAYMENT_PENDING,
            "The payment is not settled yet, or its outcome is not known: %s. Confirm it; do not sign"
                    .formatted(reason(receipt))
                + " another one.")
        .withFix(confirm(receipt.id()))
        .withRetryAfter(SOON);
  }

  private static String reason(Receipt receipt) {
    String reason = receipt.progress().reason();
    return switch (receipt.status()) {
      case EXPIRED -> EXPIRED;
      case PENDING -> reason == null ? Facilitator.UNKNOWN_VERIFY : reason;
      default -> reason == null ? Facilitator.UNKNOWN_SETTLE : reason;
    };
  }

  /// 409: somebody works on it at this moment.
  static ProblemException busy(ReceiptId receipt) {
    return Problem.of(
            ProblemCode.IDEMPOTENCY_IN_PROGRESS, "This payment is being worked on at this moment.")
        .with("receiptId", receipt.value())
        .withRetryAfter(SOON)
        .asException();
  }

  /// 409: the authorization was presented before, for something else or by somebody else.
  static ProblemException usedElsewhere() {
    return Problem.of(
            ProblemCode.PAYMENT_PROOF_USED,
            "This authorization was presented before, for another purchase or by another tenant.")
        .asException();
  }

  /// 409: the Idempotency-Key was used with another body or another payment.
  static ProblemException otherRequest(ReceiptId receipt) {
    return Problem.of(
            ProblemCode.IDEMPOTENCY_CONFLICT,
            "This Idempotency-Key was used with another body or another payment.")
        .withFix(
            "Read GET /v1/billing/receipts/%s before you pay again, then use a new Idempotency-Key."
                .formatted(receipt))
        .with("receiptId", receipt.value())
        .asException();
  }

  /// The problems that failures stand for. One in the midst of a payment names its receipt, without
  /// which nobody could confirm it, and has no quote either.
  static Optional<Problem> classify(Throwable failure) {
    return failure instanceof UnfinishedPaymentException unfinished
        ? Optional.of(unfinished(unfinished))
        : SdkFaults.classify(failure);
  }

  private static Problem unfinished(UnfinishedPaymentException failure) {
    return SdkFaults.classify(Objects.requireNonNull(failure.getCause()))
        .orElseGet(() -> Problem.of(ProblemCode.INTERNAL, "Something went wrong on our side."))
        .withFix(confirm(failure.receipt()))
        .with("protocol", "x402")
        .with("receiptId", failure.receipt().value())
        .withRetryAfter(Receipt.LEASE);
  }

  private static String confirm(ReceiptId receipt) {
    return "POST /v1/billing/payment/confirm {\"receiptId\": \"%s\"}. Do not sign another payment."
        .formatted(receipt);
  }

  /// 503: this deployment takes no money.
  static ProblemException notConfigured() {
    return Problem.of(ProblemCode.NOT_CONFIGURED, "Payments are not configured in this deployment.")
        .with("protocol", "x402")
        .asException();
  }

  private Problem supported(Problem problem) {
    return support.map(contact -> problem.with("supportContact", contact)).orElse(problem);
  }
}
