package dev.posthouse.billing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.billing.FakeX402.Mode;
import dev.posthouse.domain.billing.Receipt;
import dev.posthouse.domain.billing.ReceiptId;
import dev.posthouse.domain.tenant.BillingState;
import dev.posthouse.domain.tenant.OutboundStatus;
import dev.posthouse.domain.tenant.SendPolicy;
import dev.posthouse.domain.tenant.Tenant;
import dev.posthouse.lambda.Problem;
import dev.posthouse.testbed.Answer;
import dev.posthouse.testbed.Caller;
import dev.posthouse.testing.Race;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Payments from proof to credit, and what becomes of them where something fails.
class PaymentTest {
  private Till till = Till.open();
  private final Tenant tenant = Till.freeTenant();
  private Caller caller = till.deployment.caller(tenant);

  @AfterEach
  void close() {
    till.close();
  }

  @Test
  void aPaidTopUpIsCreditedWithItsReceiptAndLedgerEntry() {
    ObjectNode proof = till.proof(caller, 25);

    Answer answer = till.topUp(caller, 25, proof);

    assertThat(answer.status()).as(answer.content()).isEqualTo(200);
    assertThat(answer.headers()).containsEntry("cache-control", "private, no-store");
    assertThat(answer.headers()).doesNotContainKey("payment-required");
    JsonNode response = Till.decoded(answer, "payment-response");
    FakeX402.Paid paid = till.x402.paid().getFirst();
    assertThat(response.path("success").booleanValue()).isTrue();
    assertThat(response.path("transaction").asString()).isEqualTo(paid.transaction());
    assertThat(response.path("network").asString()).isEqualTo(Till.NETWORK);
    JsonNode receipt = answer.body().path("receipt");
    assertThat(receipt.path("status").asString()).isEqualTo("settled");
    assertThat(receipt.path("receiptType").asString()).isEqualTo("topup");
    assertThat(receipt.path("amountAtomic").asString()).isEqualTo("250000");
    assertThat(receipt.path("amountUsd").asString()).isEqualTo("0.25");
    assertThat(receipt.path("authorizationExpiresAt").asString())
        .isEqualTo(till.now().plus(Offers.TIMEOUT).toString().replace("Z", ".000Z"));
    JsonNode entry = answer.body().path("ledgerEntry");
    assertThat(entry.path("creditsDelta").asInt()).isEqualTo(25);
    assertThat(entry.path("paymentReceiptId").asString()).isEqualTo(answer.text("receiptId"));
    assertThat(entry.path("id").asString()).isEqualTo(receipt.path("ledgerEntryId").asString());
    assertThat(answer.body().path("account").path("availableCredits").asInt()).isEqualTo(25);
    assertThat(caller.get("/v1/billing/account").body().path("totalCredits").asInt()).isEqualTo(25);
    assertThat(caller.get("/v1/billing/ledger").body().path("items").path(0)).isEqualTo(entry);
    assertThat(caller.get("/v1/billing/receipts").body().path("items").path(0)).isEqualTo(receipt);
    assertThat(caller.get("/v1/billing/receipts/" + answer.text("receiptId")).body())
        .isEqualTo(receipt);
    assertThat(till.x402.calls()).containsExactly("verify", "settle");
    assertThat(till.x402.bodies().getFirst()).isEqualTo(till.x402.bodies().getLast());
  }

  @Test
  void aPaidUpgradeAsksForTheReviewInTheSameWrite() {
    ObjectNode proof = till.payer.proof(Till.quoted(caller.post(Till.UPGRADE)), till.now());

    Answer answer = till.upgrade(caller, proof);

    assertThat(answer.status()).as(answer.content()).isEqualTo(200);
    assertThat(answer.body().path("includedCredits").asInt()).isEqualTo(10_000);
    assertThat(policy()).isEqualTo(tenant.policy().paid(false));
    assertThat(policy().billing()).isEqualTo(BillingState.PAID_REVIEW);
    assertThat(till.available(tenant)).isEqualTo(10_000);
    assertThat(answer.body().path("account").path("pricingTier").asString())
        .isEqualTo("paid_review");
  }

  @Test
  void anUpgradeNeedsNoReviewWhereTheOperatorSaysSo() {
    reopen(Map.of("UPGRADE_APPROVAL", "auto"), tenant);

    till.upgrade(caller, till.payer.proof(Till.quoted(caller.post(Till.UPGRADE)), till.now()));

    assertThat(policy())
        .isEqualTo(new SendPolicy(BillingState.PAID_ACTIVE, OutboundStatus.EXTERNAL_ENABLED));
  }

  @Test
  void noPaymentLiftsASuspension() {
    for (String approval : List.of("operator", "auto")) {
      Tenant suspended = Till.tenant(BillingState.FREE, OutboundStatus.SUSPENDED);
      reopen(Map.of("UPGRADE_APPROVAL", approval), suspended);

      Answer answer =
          till.upgrade(
              caller, till.payer.proof(Till.quoted(caller.post(Till.UPGRADE)), till.now()));

      assertThat(answer.status()).isEqualTo(200);
      assertThat(policy(suspended).outbound()).isEqualTo(OutboundStatus.SUSPENDED);
      assertThat(answer.body().path("account").path("status").asString()).isEqualTo("suspended");
    }
  }

  @Test
  void aQuoteChangesNoPolicy() {
    caller.post(Till.UPGRADE);

    assertThat(policy()).isEqualTo(tenant.policy());
  }

  @Test
  void oneAuthorizationInTenSpellingsByTwoTenantsManyTimesAtOnceIsCreditedOnce() {
    Tenant thief = Till.freeTenant();
    Caller other = till.deployment.caller(thief);
    String json = till.proof(caller, 5).toString();
    List<String> spellings = spellings(json);
    assertThat(spellings).hasSize(10).doesNotHaveDuplicates();

    List<Answer> answers =
        Race.run(
            20,
            number -> {
              Caller who = number % 2 == 0 ? caller : other;
              String header = spellings.get(number / 2);
              return (Callable<Answer>) () -> till.topUp(who, 5, header, Map.of());
            });

    assertThat(answers).extracting(Answer::status).containsOnly(200, 409);
    assertThat(till.available(tenant) + till.available(thief)).isEqualTo(5);
    assertThat(till.entries(tenant) + till.entries(thief)).isEqualTo(1);
    assertThat(till.x402.paid()).hasSize(1);
    assertThat(till.x402.calls()).containsExactly("verify", "settle");
    // And afterwards, one by one, they all get the one payment, or are told it is not theirs.
    Caller winner = till.available(tenant) == 5 ? caller : other;
    for (String spelling : spellings) {
      Answer again = till.topUp(winner, 5, spelling, Map.of());
      assertThat(again.status()).isEqualTo(200);
      Answer stolen = till.topUp(winner == caller ? other : caller, 5, spelling, Map.of());
      assertThat(stolen.text("code")).isEqualTo("payment_proof_used");
    }
    assertThat(till.available(tenant) + till.available(thief)).isEqualTo(5);
    assertThat(till.x402.calls()).hasSize(2);
  }

  private List<String> spellings(String json) {
    String payer = Keccak.checksummed(till.payer.address());
    String nonce = json.replaceAll(".*\"nonce\":\"(0x[0-9a-f]{64})\".*", "$1");
    String upper = "0x" + nonce.substring(2).toUpperCase(Locale.ROOT);
    String smart = "0x" + "5a".repeat(100);
    String signature = json.replaceAll(".*\"signature\":\"(0x[0-9a-f]+)\".*", "$1");
    List<String> texts =
        List.of(
            json,
            json.replace(nonce, upper),
            json.replace(payer, payer.toLowerCase(Locale.ROOT)),
            json.replace(payer, "0x" + payer.substring(2).toUpperCase(Locale.ROOT)),
            json.replace("\":", "\" : "),
            json.replace("\"x402Version\":2", "\"x402Version\":2,\"extensions\":{\"a\":1}"),
            json.replace("\"extra\":{", "\"extra\":{\"quotedAt\":\"now\","),
            json.replace(Till.ASSET, Till.ASSET.toLowerCase(Locale.ROOT)),
            json.replace(signature, signature.toUpperCase(Locale.ROOT).replace("0X", "0x")),
            json.replace(signature, smart));
    return texts.stream().map(Payer::header).toList();
  }

  @Test
  void anotherPurchaseIsNotPaidWithTheSameAuthorization() {
    ObjectNode proof = till.proof(caller, 5);
    till.topUp(caller, 5, proof);
    ObjectNode retold = proof.deepCopy();
    ((ObjectNode) retold.path("resource")).put("url", "https://api.post.example" + Till.UPGRADE);

    assertThat(till.topUp(caller, 6, proof).text("code")).isEqualTo("payment_proof_used");
    assertThat(till.upgrade(caller, retold).text("code")).isEqualTo("payment_proof_used");
    assertThat(till.available(tenant)).isEqualTo(5);
  }

  @ParameterizedTest
  @EnumSource(
      value = Mode.class,
      names = {"HTTP500", "HTML502", "DROP", "GARBAGE", "BAD_SHAPE", "TOO_MANY", "OTHER_PAYER"})
  void aFacilitatorThatCannotVerifyLeavesThePaymentOpenForConfirm(Mode mode) {
    till.x402.fail("verify", mode);

    Answer answer = till.topUp(caller, 5, till.proof(caller, 5));

    pending(answer, "pending");
    assertThat(till.x402.calls()).containsExactly("verify");
    assertThat(till.available(tenant)).isZero();
    Answer confirmed = till.confirm(caller, answer);
    assertThat(confirmed.status()).as(confirmed.content()).isEqualTo(200);
    paidOnce(5);
  }

  @Test
  void aPaymentFoundBadIsRefusedAndItsAuthorizationIsFreeAgain() {
    for (Mode mode : List.of(Mode.REJECT, Mode.REJECT_400)) {
      till.x402.fail("verify", mode, "insufficient_funds");
      ObjectNode proof = till.proof(caller, 5);

      Answer answer = till.topUp(caller, 5, proof);

      assertThat(answer.status()).isEqualTo(402);
      assertThat(answer.text("code")).isEqualTo("payment_failed");
      assertThat(answer.headers()).doesNotContainKey("payment-required");
      JsonNode response = Till.decoded(answer, "payment-response");
      assertThat(response.path("errorReason").asString()).isEqualTo("insufficient_funds");
      assertThat(response.path("transaction").asString()).isEmpty();
      assertThat(response.path("network").asString()).isEqualTo(Till.NETWORK);
      assertThat(till.confirm(caller, answer).text("code")).isEqualTo("payment_failed");
      // Funded meanwhile: the very same proof is good.
      Answer again = till.topUp(caller, 5, proof);
      assertThat(again.status()).isEqualTo(200);
      assertThat(again.text("receiptId")).isNotEqualTo(answer.text("receiptId"));
    }
    assertThat(till.available(tenant)).isEqualTo(10);
  }

  @ParameterizedTest
  @EnumSource(
      value = Mode.class,
      names = {"HTTP500", "HTML502", "DROP", "GARBAGE", "BAD_SHAPE", "TOO_MANY"})
  void aSettlementThatIsNotAnsweredIsNotQuotedAgainAndConfirmSettlesIt(Mode mode) {
    till.x402.fail("settle", mode);

    Answer answer = till.topUp(caller, 5, till.proof(caller, 5));

    pending(answer, "verified");
    assertThat(till.x402.paid()).isEmpty();
    Answer confirmed = till.confirm(caller, answer);
    assertThat(confirmed.status()).as(confirmed.content()).isEqualTo(200);
    assertThat(till.x402.calls()).containsExactly("verify", "settle", "settle");
    assertThat(till.x402.bodies().get(1)).isEqualTo(till.x402.bodies().get(2));
    paidOnce(5);
    assertThat(till.confirm(caller, answer).status()).isEqualTo(200);
    paidOnce(5);
  }

  @ParameterizedTest
  @EnumSource(
      value = Mode.class,
      names = {
        "HTTP500_AFTER",
        "DROP_AFTER",
        "GARBAGE_AFTER",
        "PENDING_AFTER",
        "OTHER_PAYER",
        "OTHER_NETWORK",
        "NO_TRANSACTION"
      })
  void aLostSuccessIsSeenOnTheChainAtOnce(Mode mode) {
    till.x402.fail("settle", mode);

    Answer answer = till.topUp(caller, 5, till.proof(caller, 5));

    assertThat(answer.status()).as(answer.content()).isEqualTo(200);
    assertThat(answer.body().path("receipt").path("transaction").asString())
        .isEqualTo(till.x402.paid().getFirst().transaction());
    paidOnce(5);
  }

  @ParameterizedTest
  @EnumSource(
      value = Mode.class,
      names = {"HTTP500_AFTER", "DROP_AFTER", "GARBAGE_AFTER", "PENDING_AFTER"})
  void aLostSuccessIsConfirmedOnceTheChainCanBeSeen(Mode mode) {
    till.x402.failNode(true);
    till.x402.fail("settle", mode);

    Answer answer = till.topUp(caller, 5, till.proof(caller, 5));
    pending(answer, "verified");
    pending(till.confirm(caller, answer), "verified");
    till.x402.failNode(false);

    assertThat(till.confirm(caller, answer).status()).isEqualTo(200);
    paidOnce(5);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSettlementThatTheStoreLosesNamesItsReceiptAndConfirmRecovers(boolean applied) {
    ObjectNode proof = till.proof(caller, 5);
    till.deployment.loseTransaction(2, applied);

    Answer answer = till.topUp(caller, 5, proof);

    assertThat(answer.status()).as(answer.content()).isEqualTo(503);
    assertThat(till.x402.paid()).hasSize(1);
    assertThat(answer.headers()).doesNotContainKey("payment-required");
    assertThat(answer.headers().get("retry-after"))
        .isEqualTo(Long.toString(Receipt.LEASE.toSeconds()));
    assertThat(answer.text("fix")).contains(answer.text("receiptId"), "Do not sign another");
    assertThat(till.deployment.logged()).contains("the answer is lost");
    till.deployment.clock().advance(Receipt.LEASE);
    Answer confirmed = till.confirm(caller, answer);
    assertThat(confirmed.status()).as(confirmed.content()).isEqualTo(200);
    paidOnce(5);
  }

  @Test
  void aFaultOfOursInTheMidstOfAPaymentNamesItsReceiptToo() {
    var receipt = new ReceiptId(ReceiptId.PREFIX + "0".repeat(26));

    Problem problem =
        PaymentAnswers.classify(
                new UnfinishedPaymentException(receipt, new IllegalStateException("broken")))
            .orElseThrow();

    assertThat(problem.status()).isEqualTo(500);
    assertThat(problem.members()).containsEntry("receiptId", receipt.value());
    assertThat(problem.detail()).doesNotContain("broken");
    assertThat(PaymentAnswers.classify(new IllegalStateException("elsewhere"))).isEmpty();
  }

  @Test
  void anAnswerThatItIsPendingKeepsTheTransaction() {
    till.x402.failNode(true);
    till.x402.fail("settle", Mode.PENDING_AFTER);

    Answer answer = till.topUp(caller, 5, till.proof(caller, 5));

    pending(answer, "verified");
    JsonNode response = Till.decoded(answer, "payment-response");
    assertThat(response.path("errorReason").asString()).isEqualTo("settlement_pending");
    assertThat(response.path("transaction").asString())
        .isEqualTo(till.x402.paid().getFirst().transaction());
  }

  @Test
  void aSettlementRefusedForGoodFailsAndItsAuthorizationStaysTaken() {
    till.x402.fail("settle", Mode.REJECT, "invalid_exact_evm_insufficient_balance");
    ObjectNode proof = till.proof(caller, 5);

    Answer answer = till.topUp(caller, 5, proof);

    assertThat(answer.text("code")).isEqualTo("payment_failed");
    assertThat(answer.headers()).doesNotContainKey("payment-required");
    assertThat(Till.decoded(answer, "payment-response").path("errorReason").asString())
        .isEqualTo("invalid_exact_evm_insufficient_balance");
    Answer again = till.topUp(caller, 5, proof);
    assertThat(again.text("receiptId")).isEqualTo(answer.text("receiptId"));
    assertThat(again.text("code")).isEqualTo("payment_failed");
    assertThat(till.x402.calls()).containsExactly("verify", "settle");
    // A new one pays.
    assertThat(till.topUp(caller, 5, till.proof(caller, 5)).status()).isEqualTo(200);
    paidOnce(5);
  }

  @Test
  void whatWasRefusedAndIsOnTheChainAllTheSameIsCreditedByConfirm() {
    till.x402.fail("settle", Mode.REJECT, "invalid_exact_evm_insufficient_balance");
    ObjectNode proof = till.proof(caller, 5);
    Answer answer = till.topUp(caller, 5, proof);

    use(proof, Till.PAY_TO, "50000");

    assertThat(till.confirm(caller, answer).status()).isEqualTo(200);
    paidOnce(5);
  }

  @Test
  void aRefusalOfARepeatedSettlementIsNotTheLastWord() {
    till.x402.failNode(true);
    till.x402.fail("settle", Mode.DROP_AFTER);
    Answer answer = till.topUp(caller, 5, till.proof(caller, 5));
    // The balance is gone because the first call moved it.
    till.x402.fail("settle", Mode.REJECT, "invalid_exact_evm_insufficient_balance");

    pending(till.confirm(caller, answer), "verified");
    till.x402.failNode(false);

    assertThat(till.confirm(caller, answer).status()).isEqualTo(200);
    paidOnce(5);
  }

  @Test
  void anAuthorizationUsedBeforeItWasPresentedIsNotCredited() {
    ObjectNode proof = till.proof(caller, 5);
    use(proof, Till.PAY_TO, "50000");

    Answer answer = till.topUp(caller, 5, proof);

    assertThat(answer.text("code")).isEqualTo("payment_failed");
    assertThat(till.confirm(caller, answer).text("code")).isEqualTo("payment_failed");
    till.reconcile();
    assertThat(till.available(tenant)).isZero();
  }

  @Test
  void aNonceUsedForSomethingElseMeanwhileIsLeftToAPerson() {
    till.x402.fail("settle", Mode.DROP);
    ObjectNode proof = till.proof(caller, 5);
    Answer answer = till.topUp(caller, 5, proof);
    use(proof, "0x" + "1".repeat(40), "50000");

    Answer confirmed = till.confirm(caller, answer);

    pending(confirmed, "verified");
    assertThat(confirmed.body().path("receipt").path("reviewRequired").booleanValue()).isTrue();
    assertThat(confirmed.text("fix")).contains("help@example.com");
    assertThat(till.available(tenant)).isZero();
  }

  @Test
  void anotherTransferOfTheSameTransactionIsNotTakenForIt() {
    till.x402.fail("settle", Mode.DROP);
    ObjectNode proof = till.proof(caller, 5);
    Answer answer = till.topUp(caller, 5, proof);
    till.x402.alongside(Till.PAY_TO);
    use(proof, "0x" + "1".repeat(40), "50000");

    Answer confirmed = till.confirm(caller, answer);

    pending(confirmed, "verified");
    assertThat(confirmed.body().path("receipt").path("reviewRequired").booleanValue()).isTrue();
    assertThat(till.available(tenant)).isZero();
  }

  @Test
  void theLeaseOfWhoDiedIsWaitedFor() {
    till.deployment.loseTransaction(2, false);
    ObjectNode proof = till.proof(caller, 5);
    till.topUp(caller, 5, proof);
    assertThat(till.x402.paid()).hasSize(1);

    Answer early = till.topUp(caller, 5, proof);
    assertThat(early.text("code")).isEqualTo("idempotency_in_progress");
    assertThat(early.headers()).containsKey("retry-after");
    Answer busy = till.confirm(caller, early);
    assertThat(busy.text("code")).isEqualTo("idempotency_in_progress");
    assertThat(till.available(tenant)).isZero();

    till.deployment.clock().advance(Receipt.LEASE);
    assertThat(till.confirm(caller, early).status()).isEqualTo(200);
    paidOnce(5);
  }

  @Test
  void aCreditWhoseAnswerIsLostIsMadeOnce() {
    till.deployment.loseTransaction(2, true);
    ObjectNode proof = till.proof(caller, 5);

    Answer answer = till.topUp(caller, 5, proof);
    Answer again = till.topUp(caller, 5, proof);

    assertThat(List.of(answer.status(), again.status())).containsOnly(503, 200);
    paidOnce(5);
  }

  @Test
  void manyWhoConfirmAtOnceSettleOnce() {
    till.x402.fail("settle", Mode.DROP);
    Answer answer = till.topUp(caller, 5, till.proof(caller, 5));

    List<Answer> answers = Race.run(12, _ -> () -> till.confirm(caller, answer));

    assertThat(answers).extracting(Answer::status).containsOnly(200, 409);
    assertThat(till.x402.calls()).containsExactly("verify", "settle", "settle");
    paidOnce(5);
  }

  @Test
  void anExpiredPaymentThatNeverCameToSettlingIsOver() {
    till.x402.fail("verify", Mode.DROP);
    Answer answer = till.topUp(caller, 5, till.proof(caller, 5));
    till.deployment.clock().advance(Offers.TIMEOUT);

    Answer confirmed = till.confirm(caller, answer);

    assertThat(confirmed.text("code")).isEqualTo("payment_failed");
    assertThat(confirmed.body().path("receipt").path("status").asString()).isEqualTo("expired");
    assertThat(till.x402.calls()).containsExactly("verify");
  }

  @Test
  void theFacilitatorIsShownItsAuthorization() {
    reopen(Map.of("FACILITATOR_AUTHORIZATION", "Bearer let-me-in"), tenant);

    till.topUp(caller, 5, till.proof(caller, 5));

    assertThat(till.x402.authorizations()).containsOnly("Bearer let-me-in");
  }

  @Test
  void aReceiptIsItsTenantsAlone() {
    Answer paid = till.topUp(caller, 5, till.proof(caller, 5));
    Caller other = till.deployment.caller(Till.freeTenant());

    assertThat(other.get("/v1/billing/receipts/" + paid.text("receiptId")).status()).isEqualTo(404);
    assertThat(till.confirm(other, paid).status()).isEqualTo(404);
    assertThat(other.get("/v1/billing/receipts").body().path("items").size()).isZero();
    assertThat(caller.get("/v1/billing/receipts/nonsense").status()).isEqualTo(404);
    assertThat(caller.post(Till.CONFIRM, Map.of()).fields()).containsExactly("receiptId");
  }

  @Test
  void listsArePagedWithoutRepeatingOrSkipping() {
    for (int i = 1; i <= 3; i++) {
      till.topUp(caller, i, till.proof(caller, i));
      till.deployment.clock().advance(Duration.ofSeconds(1));
    }
    for (String list : List.of("ledger", "receipts")) {
      String field = list.equals("ledger") ? "creditsDelta" : "credits";
      JsonNode first = caller.get("/v1/billing/" + list + "?limit=2").body();
      assertThat(first.path("items").path(0).path(field).asInt()).isEqualTo(3);
      assertThat(first.path("items").size()).isEqualTo(2);
      String cursor = first.path("nextCursor").asString();
      JsonNode second = caller.get("/v1/billing/" + list + "?limit=2&cursor=" + cursor).body();
      assertThat(second.path("items").size()).isEqualTo(1);
      assertThat(second.path("items").path(0).path(field).asInt()).isEqualTo(1);
      assertThat(second.path("nextCursor").isNull() || second.path("nextCursor").isMissingNode())
          .isTrue();
      assertThat(caller.get("/v1/billing/" + list + "?cursor=zz").fields())
          .containsExactly("cursor");
    }
  }

  @Test
  void theSignedProofIsNeitherShownNorLoggedNorKept() {
    ObjectNode paid = till.proof(caller, 5);
    Answer settled = till.topUp(caller, 5, paid);
    till.x402.fail("settle", Mode.REJECT, "insufficient_funds");
    ObjectNode refused = till.proof(caller, 5);
    Answer failed = till.topUp(caller, 5, refused);
    till.x402.fail("settle", Mode.DROP);
    ObjectNode open = till.proof(caller, 5);
    Answer pending = till.topUp(caller, 5, open);
    Answer lists = caller.get("/v1/billing/receipts");
    String shown =
        String.join(
            "\n",
            settled.content() + settled.headers(),
            failed.content() + failed.headers(),
            pending.content() + pending.headers(),
            lists.content(),
            till.deployment.logged());
    String stored = till.deployment.contents().toString();

    for (ObjectNode proof : List.of(paid, refused, open)) {
      String signature = proof.path("payload").path("signature").asString().substring(2);
      assertThat(shown).doesNotContainIgnoringCase(signature);
      assertThat(shown).doesNotContain(Payer.header(proof));
      assertThat(stored.contains(signature)).isEqualTo(proof.equals(open));
    }
    assertThat(till.deployment.logged()).contains("payment settled");
  }

  @Test
  void anIdempotencyKeyPaysOnce() {
    ObjectNode proof = till.proof(caller, 5);
    Map<String, String> key = Map.of("idempotency-key", "buy-1");
    // A quote is not recorded.
    assertThat(caller.post(Till.TOPUP, Map.of("credits", 5), key).status()).isEqualTo(402);

    Answer first = till.topUp(caller, 5, Payer.header(proof), key);
    till.deployment.clock().advance(Duration.ofDays(2));
    Answer again = till.topUp(caller, 5, Payer.header(proof), key);

    assertThat(first.status()).isEqualTo(200);
    assertThat(first.headers()).doesNotContainKey("idempotent-replayed");
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.headers()).containsEntry("idempotent-replayed", "true");
    assertThat(again.body()).isEqualTo(patched(first, again));
    String other = Payer.header(till.proof(caller, 5));
    for (Answer conflict :
        List.of(
            till.topUp(caller, 5, other, key),
            till.topUp(caller, 6, Payer.header(proof), key),
            caller.post(Till.TOPUP, Map.of("credits", 5), key))) {
      assertThat(conflict.text("code")).isEqualTo("idempotency_conflict");
      assertThat(conflict.text("receiptId")).isEqualTo(first.text("receiptId"));
      assertThat(conflict.headers()).doesNotContainKey("payment-required");
    }
    assertThat(till.topUp(caller, 5, other, Map.of("idempotency-key", "x".repeat(256))).status())
        .isEqualTo(400);
    paidOnce(5);
  }

  /// The account says when it was read; all else is the same.
  private static JsonNode patched(Answer first, Answer again) {
    ObjectNode body = (ObjectNode) first.body();
    body.set("account", again.body().path("account"));
    return body;
  }

  @Test
  void aPayerWhoSignsAnewUnderTheSameKeyIsStopped() {
    Map<String, String> key = Map.of("idempotency-key", "buy-2");
    till.x402.failNode(true);
    till.x402.fail("settle", Mode.DROP_AFTER);
    Answer unknown = till.topUp(caller, 5, Payer.header(till.proof(caller, 5)), key);
    pending(unknown, "verified");

    Answer anew = till.topUp(caller, 5, Payer.header(till.proof(caller, 5)), key);

    assertThat(anew.text("code")).isEqualTo("idempotency_conflict");
    assertThat(anew.text("receiptId")).isEqualTo(unknown.text("receiptId"));
    till.x402.failNode(false);
    till.confirm(caller, unknown);
    paidOnce(5);
  }

  @Test
  void aRefusedPaymentDoesNotUseUpItsIdempotencyKey() {
    Map<String, String> key = Map.of("idempotency-key", "buy-3");
    till.x402.fail("verify", Mode.REJECT, "insufficient_funds");
    till.topUp(caller, 5, Payer.header(till.proof(caller, 5)), key);
    till.x402.fail("settle", Mode.REJECT, "insufficient_funds");
    till.topUp(caller, 5, Payer.header(till.proof(caller, 5)), key);

    assertThat(till.topUp(caller, 5, Payer.header(till.proof(caller, 5)), key).status())
        .isEqualTo(200);
    paidOnce(5);
  }

  @Test
  void manyRequestsWithOneIdempotencyKeyAndOnePaymentPayOnce() {
    Map<String, String> key = Map.of("idempotency-key", "buy-4");
    String header = Payer.header(till.proof(caller, 5));

    List<Answer> answers = Race.run(10, _ -> () -> till.topUp(caller, 5, header, key));

    assertThat(answers).extracting(Answer::status).containsOnly(200, 409);
    assertThat(answers)
        .filteredOn(answer -> answer.status() == 409)
        .allSatisfy(answer -> assertThat(answer.text("code")).isEqualTo("idempotency_in_progress"));
    paidOnce(5);
  }

  @Test
  void theLedgerAgreesWithTheChainWhateverFails() {
    Random random = new Random(4);
    Mode[] modes = Mode.values();
    for (int i = 0; i < 40; i++) {
      if (random.nextBoolean()) {
        till.x402.fail(
            random.nextBoolean() ? "verify" : "settle",
            modes[random.nextInt(15)],
            "unexpected_settle_error");
      }
      Answer answer = till.topUp(caller, 5, till.proof(caller, 5));
      for (int tries = 0; tries < 3 && answer.status() == 402; tries++) {
        answer = till.confirm(caller, answer);
      }
      assertThat(till.available(tenant)).isEqualTo(5L * till.x402.paid().size());
    }
  }

  private void use(ObjectNode proof, String to, String value) {
    JsonNode authorization = proof.path("payload").path("authorization");
    till.x402.use(
        authorization.path("from").asString(),
        authorization.path("nonce").asString(),
        Till.ASSET,
        to,
        value);
  }

  private void reopen(Map<String, String> settings, Tenant who) {
    till.close();
    till = Till.open(settings);
    caller = till.deployment.caller(who);
  }

  private SendPolicy policy() {
    return policy(tenant);
  }

  private SendPolicy policy(Tenant who) {
    return till.deployment.ports().tenants().find(who.id()).orElseThrow().policy();
  }

  private void pending(Answer answer, String status) {
    assertThat(answer.status()).as(answer.content()).isEqualTo(402);
    assertThat(answer.text("code")).isEqualTo("payment_pending");
    assertThat(answer.headers())
        .doesNotContainKey("payment-required")
        .containsKey("payment-response");
    assertThat(answer.text("fix")).contains("Do not sign another payment");
    assertThat(answer.body().path("receipt").path("status").asString()).isEqualTo(status);
    assertThat(answer.text("receiptId")).startsWith("rcp_");
  }

  private void paidOnce(long credits) {
    assertThat(till.x402.paid()).hasSize(1);
    assertThat(till.available(tenant)).isEqualTo(credits);
    assertThat(till.entries(tenant)).isEqualTo(1);
  }
}
