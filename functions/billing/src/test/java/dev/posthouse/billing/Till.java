package dev.posthouse.billing;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import dev.posthouse.domain.tenant.BillingState;
import dev.posthouse.domain.tenant.OutboundStatus;
import dev.posthouse.domain.tenant.Tenant;
import dev.posthouse.dynamodb.DynamoPurses;
import dev.posthouse.testbed.Answer;
import dev.posthouse.testbed.Caller;
import dev.posthouse.testbed.Deployment;
import dev.posthouse.testbed.FakeContext;
import dev.posthouse.testing.Fixtures;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A deployment that takes money: the real handlers on a table, a facilitator and a chain over
/// HTTP.
final class Till implements AutoCloseable {
  static final String TOPUP = "/v1/billing/topup";
  static final String UPGRADE = "/v1/billing/upgrade-intent";
  static final String CONFIRM = "/v1/billing/payment/confirm";
  static final String PAY_TO = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
  static final String ASSET = "0x036CbD53842c5426634e7929541eC2318f3dCF7e";
  static final String NETWORK = "eip155:84532";

  private static final JsonMapper JSON = JsonMapper.shared();

  final Deployment deployment = new Deployment();
  final FakeX402 x402 = new FakeX402(() -> deployment.clock().instant());
  final Payer payer = new Payer(402);

  private Till() {}

  /// @param settings beside those of payments
  static Till open(Map<String, String> settings) {
    Till till = new Till();
    till.deployment
        .setting("FACILITATOR_URL", till.x402.facilitator() + "/")
        .setting("PAYMENT_PAY_TO", PAY_TO)
        .setting("PAYMENT_ASSETS", "base-sepolia-usdc")
        .setting("PAYMENT_NODES", NETWORK + "=" + till.x402.node())
        .setting("SUPPORT_CONTACT", "help@example.com");
    settings.forEach(till.deployment::setting);
    till.deployment.with(BillingHandler::new);
    return till;
  }

  static Till open() {
    return open(Map.of());
  }

  /// One whose chain nobody can read.
  static Till withoutNode() {
    return open(Map.of("PAYMENT_NODES", ""));
  }

  Instant now() {
    return deployment.clock().instant();
  }

  /// A tenant that has paid for nothing yet.
  static Tenant freeTenant() {
    return tenant(BillingState.FREE, OutboundStatus.INTERNAL_ONLY);
  }

  static Tenant tenant(BillingState billing, OutboundStatus outbound) {
    return new Tenant(
        Fixtures.tenantId(), "Payer", Fixtures.person(), billing, outbound, Set.of(), Fixtures.NOW);
  }

  /// What is to be paid for a top-up, as the header has it.
  JsonNode quote(Caller caller, int credits) {
    return quoted(caller.post(TOPUP, Map.of("credits", credits)));
  }

  static JsonNode quoted(Answer answer) {
    assertThat(answer.status()).as(answer.content()).isEqualTo(402);
    return decoded(answer, "payment-required");
  }

  static JsonNode decoded(Answer answer, String header) {
    assertThat(answer.headers()).containsKey(header);
    byte[] json = Base64.getDecoder().decode(answer.headers().get(header));
    return JSON.readTree(new String(json, StandardCharsets.UTF_8));
  }

  /// A proof for a top-up, signed by the payer.
  ObjectNode proof(Caller caller, int credits) {
    return payer.proof(quote(caller, credits), now());
  }

  Answer topUp(Caller caller, int credits, JsonNode proof) {
    return topUp(caller, credits, Payer.header(proof), Map.of());
  }

  Answer topUp(Caller caller, int credits, String header, Map<String, String> more) {
    Map<String, String> headers = new HashMap<>(more);
    headers.put("payment-signature", header);
    return caller.post(TOPUP, Map.of("credits", credits), headers);
  }

  Answer upgrade(Caller caller, JsonNode proof) {
    return caller.post(UPGRADE, Map.of(), Map.of("payment-signature", Payer.header(proof)));
  }

  Answer confirm(Caller caller, Answer unsettled) {
    return caller.post(CONFIRM, Map.of("receiptId", unsettled.text("receiptId")));
  }

  /// Runs the schedule once.
  void reconcile() {
    new ReconcileHandler(deployment).handleRequest(new ScheduledEvent(), new FakeContext());
  }

  long available(Tenant tenant) {
    return new DynamoPurses(deployment.table()).find(tenant.id()).orElseThrow().available().count();
  }

  int entries(Tenant tenant) {
    return new DynamoPurses(deployment.table()).entries(tenant.id(), Optional.empty(), 100).size();
  }

  @Override
  public void close() {
    x402.close();
  }
}
