package dev.posthouse.billing;

import dev.posthouse.domain.Ulids;
import dev.posthouse.domain.billing.EvmAddress;
import dev.posthouse.domain.billing.Payment;
import dev.posthouse.domain.billing.Purchase;
import dev.posthouse.domain.billing.Receipt;
import dev.posthouse.domain.billing.ReceiptId;
import dev.posthouse.domain.billing.ReceiptStatus;
import dev.posthouse.domain.billing.Receipts;
import dev.posthouse.domain.billing.Receipts.Reservation;
import dev.posthouse.domain.billing.Receipts.UsedRequest;
import dev.posthouse.domain.billing.RequestKey;
import dev.posthouse.domain.billing.Requirement;
import dev.posthouse.domain.outbound.JobIds;
import dev.posthouse.domain.tenant.ApiKey;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.domain.tenant.TenantId;
import dev.posthouse.lambda.Access;
import dev.posthouse.lambda.HttpRequest;
import dev.posthouse.lambda.HttpResponse;
import dev.posthouse.lambda.Json;
import dev.posthouse.lambda.Problem;
import dev.posthouse.lambda.ProblemException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Buying: quote, payment, confirmation.
final class PaymentRoutes {
  /// What the routes are made of.
  ///
  /// @param facilitated empty if this deployment takes no money
  /// @param publicUrl where payers reach the API, empty for the host they ask
  record Parts(
      Access access,
      AccountRoutes accounts,
      Receipts receipts,
      Optional<Facilitated> facilitated,
      PaymentSettings settings,
      PaymentAnswers answers,
      Ulids ulids,
      String publicUrl,
      InstantSource clock) {}

  /// What takes money.
  record Facilitated(Offers offers, AdvancePayment advance, ConfirmPayment confirm) {}

  private final Parts parts;

  PaymentRoutes(Parts parts) {
    this.parts = parts;
  }

  HttpResponse topUp(HttpRequest request) {
    ApiKey key = parts.access().authenticate(request);
    TopupRequest body = body(request, key, () -> request.json(TopupRequest.class));
    Purchase purchase = parts.settings().prices().topup(Json.required("credits", body.credits()));
    return buy(request, key, purchase, body.network(), body.asset());
  }

  HttpResponse upgrade(HttpRequest request) {
    ApiKey key = parts.access().authenticate(request);
    UpgradeRequest body = body(request, key, () -> request.jsonOrEmpty(UpgradeRequest.class));
    return buy(request, key, parts.settings().prices().upgrade(), body.network(), body.asset());
  }

  /// The body of `POST /v1/billing/payment/confirm`.
  record Confirmation(@Nullable String receiptId) {
    Confirmation {
      Json.required("receiptId", receiptId);
    }
  }

  HttpResponse confirm(HttpRequest request) {
    ApiKey key = parts.access().authenticate(request, Scope.BILLING_WRITE);
    String id = Json.required("receiptId", request.json(Confirmation.class).receiptId());
    return goOn(request, parts.accounts().find(key.tenant(), id));
  }

  /// Why a body is wrong is told to those who may send one.
  private static <T> T body(HttpRequest request, ApiKey key, Body<T> read) {
    try {
      request.idempotencyKey(null);
      return read.read();
    } catch (ProblemException wrong) {
      Access.demand(key, Scope.BILLING_WRITE);
      throw wrong;
    }
  }

  private interface Body<T> {
    T read();
  }

  private HttpResponse buy(
      HttpRequest request,
      ApiKey key,
      Purchase purchase,
      @Nullable String network,
      @Nullable String asset) {
    Optional<RequestKey> requestKey = requestKey(request, key.tenant(), purchase);
    Optional<UsedRequest> used = requestKey.flatMap(it -> parts.receipts().request(it.id()));
    if (requestKey.isPresent() && used.isPresent()) {
      return repeated(request, key.tenant(), requestKey.get(), used.get());
    }
    Access.demand(key, Scope.BILLING_WRITE);
    Facilitated facilitated = parts.facilitated().orElseThrow(PaymentAnswers::notConfigured);
    List<Requirement> offers = chosen(facilitated.offers().of(purchase), network, asset);
    String resource = resource(request);
    Optional<Proof> proof = DecodeProof.of(request);
    if (proof.isEmpty()) {
      throw parts.answers().quote(key.tenant(), resource, purchase, offers).asException();
    }
    Optional<HttpResponse> known =
        Optional.ofNullable(proof.get().key())
            .flatMap(parts.receipts()::holder)
            .map(holder -> held(request, key.tenant(), purchase, holder));
    if (known.isPresent()) {
      return known.get();
    }
    Instant now = parts.clock().instant();
    Requirement requirement = CheckProof.met(proof.get(), offers, now);
    var payment =
        new Payment(key.tenant(), purchase, resource, requirement, proof.get().authorization());
    return take(request, payment, proof.get().signature(), requestKey, facilitated);
  }

  private HttpResponse take(
      HttpRequest request,
      Payment payment,
      String signature,
      Optional<RequestKey> requestKey,
      Facilitated facilitated) {
    Receipt receipt =
        Receipt.reserved(
            new ReceiptId(ReceiptId.PREFIX + parts.ulids().next()),
            payment,
            signature,
            requestKey.orElse(null),
            parts.clock().instant());
    note(request, receipt.id());
    return switch (parts.receipts().reserve(receipt)) {
      case Reservation.Reserved() ->
          naming(receipt, () -> answer(request, facilitated.advance().advance(receipt)));
      case Reservation.Held(Receipts.Holder holder) ->
          held(request, payment.tenant(), payment.purchase(), holder);
      case Reservation.RequestUsed(UsedRequest used) ->
          repeated(request, payment.tenant(), requestKey.orElseThrow(), used);
    };
  }

  /// The same authorization again, in whatever spelling.
  private HttpResponse held(
      HttpRequest request, TenantId tenant, Purchase purchase, Receipts.Holder holder) {
    if (!holder.tenant().equals(tenant)) {
      throw PaymentAnswers.usedElsewhere();
    }
    Receipt receipt = parts.accounts().find(tenant, holder.receipt().value());
    Purchase before = receipt.payment().purchase();
    if (before.kind() != purchase.kind() || before.credits() != purchase.credits()) {
      throw PaymentAnswers.usedElsewhere();
    }
    return goOn(request, receipt);
  }

  /// The same Idempotency-Key again.
  private HttpResponse repeated(
      HttpRequest request, TenantId tenant, RequestKey now, UsedRequest before) {
    if (!now.fingerprint().equals(before.fingerprint())) {
      throw PaymentAnswers.otherRequest(before.receipt());
    }
    return goOn(request, parts.accounts().find(tenant, before.receipt().value()))
        .header("idempotent-replayed", "true");
  }

  /// A payment that was taken up before.
  private HttpResponse goOn(HttpRequest request, Receipt receipt) {
    note(request, receipt.id());
    if (receipt.status() == ReceiptStatus.SETTLED) {
      return answer(request, receipt);
    }
    Facilitated facilitated = parts.facilitated().orElseThrow(PaymentAnswers::notConfigured);
    return naming(
        receipt,
        () ->
            answer(
                request,
                facilitated
                    .confirm()
                    .confirm(receipt)
                    .orElseThrow(() -> PaymentAnswers.busy(receipt.id()))));
  }

  /// Works on a receipt. If that fails, the answer says which one it was.
  private static HttpResponse naming(Receipt receipt, Supplier<HttpResponse> work) {
    try {
      return work.get();
    } catch (ProblemException answer) {
      throw answer;
    } catch (RuntimeException failure) {
      throw new UnfinishedPaymentException(receipt.id(), failure);
    }
  }

  private HttpResponse answer(HttpRequest request, Receipt receipt) {
    request.note("receiptStatus", receipt.status().name());
    if (receipt.status() != ReceiptStatus.SETTLED) {
      throw parts.answers().unsettled(receipt);
    }
    return parts.answers().settled(receipt, parts.accounts().account(receipt.payment().tenant()));
  }

  private static void note(HttpRequest request, ReceiptId receipt) {
    request.note("receipt", receipt.value());
  }

  /// The offers on that chain and in that token, if any is named.
  private static List<Requirement> chosen(
      List<Requirement> offers, @Nullable String network, @Nullable String asset) {
    List<Requirement> onNetwork =
        offers.stream()
            .filter(offer -> network == null || offer.asset().network().equals(network))
            .toList();
    if (onNetwork.isEmpty()) {
      throw Problem.invalidField("network", "is none that is taken here").asException();
    }
    List<Requirement> inAsset =
        onNetwork.stream()
            .filter(offer ->
                asset == null
                    || EvmAddress.parse(asset).filter(offer.asset().address()::equals).isPresent())
            .toList();
    if (inAsset.isEmpty()) {
      throw Problem.invalidField("asset", "is none that is taken here").asException();
    }
    return inAsset;
  }

  private String resource(HttpRequest request) {
    String base =
        parts.publicUrl().isEmpty() ? "https://" + request.domainName() : parts.publicUrl();
    return base + request.path();
  }

  private static Optional<RequestKey> requestKey(
      HttpRequest request, TenantId tenant, Purchase purchase) {
    return request
        .idempotencyKey(null)
        .map(key ->
            new RequestKey(
                JobIds.sha256(String.join("\0", tenant.value(), request.route(), key)),
                JobIds.sha256(
                    String.join(
                        "\0",
                        purchase.kind().name(),
                        Long.toString(purchase.credits()),
                        request.header("payment-signature").orElse("")))));
  }
}
