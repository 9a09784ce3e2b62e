package dev.posthouse.billing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.billing.FakeX402.Mode;
import dev.posthouse.domain.billing.Receipt;
import dev.posthouse.domain.tenant.Tenant;
import dev.posthouse.testbed.Answer;
import dev.posthouse.testbed.Caller;
import dev.posthouse.testing.Race;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What the schedule finds out about payments nobody confirms.
class ReconcileTest {
  private static final Duration OVER = Offers.TIMEOUT.plus(Receipt.FINALITY);

  private Till till = Till.open();
  private final Tenant tenant = Till.freeTenant();
  private Caller caller = till.deployment.caller(tenant);

  @AfterEach
  void close() {
    till.close();
  }

  @Test
  void aLostSuccessIsCreditedWithoutThePayer() {
    till.x402.failNode(true);
    Answer answer = unsettled(Mode.DROP_AFTER);
    till.x402.failNode(false);

    till.reconcile();
    assertThat(till.available(tenant)).as("not due yet").isZero();
    till.deployment.clock().advance(Duration.ofMinutes(2));
    till.reconcile();

    assertThat(status(answer)).isEqualTo("settled");
    assertThat(till.available(tenant)).isEqualTo(5);
    till.deployment.clock().advance(OVER);
    till.reconcile();
    assertThat(till.entries(tenant)).isEqualTo(1);
  }

  @Test
  void itMovesNoMoneyThatHasNotMoved() {
    Answer answer = unsettled(Mode.DROP);
    // The payer gave up, and paid with another one.
    till.topUp(caller, 5, till.proof(caller, 5));
    int calls = till.x402.calls().size();

    for (int i = 0; i < 20; i++) {
      till.deployment.clock().advance(Duration.ofMinutes(3));
      till.reconcile();
    }

    assertThat(till.x402.calls()).hasSize(calls);
    assertThat(till.x402.paid()).hasSize(1);
    assertThat(status(answer)).isEqualTo("expired");
    assertThat(till.available(tenant)).isEqualTo(5);
  }

  @Test
  void anUnusedAuthorizationExpiresOnlyWhenItsEndIsFinal() {
    Answer answer = unsettled(Mode.DROP);
    till.deployment.clock().advance(OVER.minusSeconds(1));
    till.reconcile();
    assertThat(status(answer)).isEqualTo("verified");

    till.deployment.clock().advance(Duration.ofHours(1));
    till.reconcile();

    assertThat(status(answer)).isEqualTo("expired");
    assertThat(till.confirm(caller, answer).text("code")).isEqualTo("payment_failed");
  }

  @Test
  void whatNeverCameToSettlingExpiresWithItsAuthorization() {
    till.x402.fail("verify", Mode.DROP);
    Answer answer = till.topUp(caller, 5, till.proof(caller, 5));
    till.deployment.clock().advance(Offers.TIMEOUT.minusSeconds(1));
    till.reconcile();
    assertThat(status(answer)).isEqualTo("pending");

    till.deployment.clock().advance(Duration.ofSeconds(1));
    till.reconcile();

    assertThat(status(answer)).isEqualTo("expired");
  }

  @Test
  void whatWasRefusedAndWasCarriedOutLaterIsCredited() {
    till.x402.fail("settle", Mode.REJECT, "insufficient_funds");
    ObjectNode proof = till.proof(caller, 5);
    Answer answer = till.topUp(caller, 5, proof);
    assertThat(status(answer)).isEqualTo("failed");
    JsonNode authorization = proof.path("payload").path("authorization");
    till.x402.use(
        authorization.path("from").asString(),
        authorization.path("nonce").asString(),
        Till.ASSET,
        Till.PAY_TO,
        "50000");

    till.deployment.clock().advance(OVER);
    till.reconcile();

    assertThat(status(answer)).isEqualTo("settled");
    assertThat(till.available(tenant)).isEqualTo(5);
  }

  @Test
  void whatWasRefusedAndIsNotOnTheChainStaysRefused() {
    till.x402.fail("settle", Mode.REJECT, "insufficient_funds");
    Answer answer = till.topUp(caller, 5, till.proof(caller, 5));

    till.deployment.clock().advance(OVER);
    till.reconcile();

    assertThat(status(answer)).isEqualTo("failed");
    assertThat(review(answer)).isFalse();
  }

  @Test
  void aNonceUsedForSomethingElseIsLeftToAPerson() {
    Answer answer = unsettled(Mode.DROP);
    JsonNode receipt = receipt(answer);
    till.x402.use(
        receipt.path("payer").asString(),
        receipt.path("nonce").asString(),
        Till.ASSET,
        Till.PAY_TO,
        "49999");

    till.deployment.clock().advance(Duration.ofMinutes(2));
    till.reconcile();

    assertThat(review(answer)).isTrue();
    assertThat(till.available(tenant)).isZero();
    assertThat(till.deployment.logged()).contains("a payment needs a person");
  }

  @Test
  void aNodeThatNeverAnswersIsGivenUpAfterAWeek() {
    Answer answer = unsettled(Mode.DROP);
    till.x402.failNode(true);

    for (int hour = 0; hour < 24 * 8; hour += 2) {
      till.deployment.clock().advance(Duration.ofHours(2));
      till.reconcile();
    }

    assertThat(status(answer)).isEqualTo("verified");
    assertThat(review(answer)).isTrue();
  }

  @Test
  void whereNobodyCanLookTheFacilitatorIsAskedOnceAllIsOver() {
    till.close();
    till = Till.withoutNode();
    caller = till.deployment.caller(tenant);
    Answer lost = unsettled(Mode.DROP_AFTER);
    int calls = till.x402.calls().size();
    till.deployment.clock().advance(Duration.ofMinutes(30));
    till.reconcile();
    assertThat(till.x402.calls()).hasSize(calls);

    till.deployment.clock().advance(Duration.ofHours(1));
    till.reconcile();

    assertThat(till.x402.calls()).hasSize(calls + 1);
    assertThat(status(lost)).isEqualTo("verified");
    assertThat(review(lost)).isTrue();
    assertThat(till.available(tenant)).isZero();
  }

  @Test
  void manySchedulesAtOnceCreditOnce() {
    till.x402.failNode(true);
    unsettled(Mode.DROP_AFTER);
    till.x402.failNode(false);
    till.deployment.clock().advance(Duration.ofMinutes(2));

    Race.run(
        6,
        _ ->
            () -> {
              till.reconcile();
              return true;
            });

    assertThat(till.available(tenant)).isEqualTo(5);
    assertThat(till.entries(tenant)).isEqualTo(1);
  }

  private Answer unsettled(Mode mode) {
    till.x402.fail("settle", mode);
    Answer answer = till.topUp(caller, 5, till.proof(caller, 5));
    assertThat(answer.text("code")).as(answer.content()).isEqualTo("payment_pending");
    return answer;
  }

  private JsonNode receipt(Answer answer) {
    return caller.get("/v1/billing/receipts/" + answer.text("receiptId")).body();
  }

  private String status(Answer answer) {
    return receipt(answer).path("status").asString();
  }

  private boolean review(Answer answer) {
    return receipt(answer).path("reviewRequired").booleanValue();
  }
}
