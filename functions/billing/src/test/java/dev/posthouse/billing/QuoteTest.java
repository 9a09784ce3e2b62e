package dev.posthouse.billing;

import static dev.posthouse.billing.Till.TOPUP;
import static dev.posthouse.billing.Till.UPGRADE;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.domain.tenant.Tenant;
import dev.posthouse.testbed.Answer;
import dev.posthouse.testbed.Caller;
import dev.posthouse.testbed.Deployment;
import dev.posthouse.testbed.FakeContext;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import tools.jackson.databind.JsonNode;

/// What a request without a proof is answered.
class QuoteTest {
  private static final String BASE = "eip155:8453";

  private Till till = Till.open();
  private final Tenant tenant = Till.freeTenant();
  private Caller caller = till.deployment.caller(tenant);

  @AfterEach
  void close() {
    till.close();
  }

  @Test
  void aTopUpIsQuotedInHeaderAndBodyAndLeavesNothingBehind() {
    Set<Map<String, AttributeValue>> before = till.deployment.contents();

    Answer answer = caller.post(TOPUP, Map.of("credits", 25));

    assertThat(answer.status()).isEqualTo(402);
    assertThat(answer.text("code")).isEqualTo("payment_required");
    assertThat(answer.headers()).containsEntry("cache-control", "no-store");
    assertThat(answer.headers()).doesNotContainKey("payment-response");
    JsonNode required = Till.decoded(answer, "payment-required");
    assertThat(required.path("x402Version").asInt()).isEqualTo(2);
    assertThat(required.path("resource").path("url").asString())
        .isEqualTo("https://api.post.example" + TOPUP);
    JsonNode accepts = required.path("accepts").path(0);
    assertThat(accepts.path("scheme").asString()).isEqualTo("exact");
    assertThat(accepts.path("network").asString()).isEqualTo(Till.NETWORK);
    assertThat(accepts.path("asset").asString()).isEqualTo(Till.ASSET);
    assertThat(accepts.path("payTo").asString()).isEqualTo(Till.PAY_TO);
    assertThat(accepts.path("amount").asString()).isEqualTo("250000");
    assertThat(accepts.path("maxTimeoutSeconds").asInt()).isEqualTo(1800);
    assertThat(accepts.path("extra").path("name").asString()).isEqualTo("USDC");
    assertThat(answer.body().path("quote").path("paymentRequired")).isEqualTo(required);
    assertThat(answer.body().path("accepts")).isEqualTo(required.path("accepts"));
    assertThat(answer.body().path("quote").path("amountUsd").asString()).isEqualTo("0.25");
    assertThat(answer.body().path("quote").path("credits").asInt()).isEqualTo(25);
    assertThat(answer.text("supportContact")).isEqualTo("help@example.com");
    assertThat(till.deployment.contents()).isEqualTo(before);
    assertThat(till.x402.calls()).isEmpty();
  }

  @Test
  void anUpgradeIsQuotedAtItsPrice() {
    Answer answer = caller.post(UPGRADE);

    JsonNode quote = answer.body().path("quote");
    assertThat(quote.path("amountAtomic").asString()).isEqualTo("10000000");
    assertThat(quote.path("amountUsd").asString()).isEqualTo("10.00");
    assertThat(quote.path("includedCredits").asInt()).isEqualTo(10_000);
    assertThat(quote.path("targetPricingTier").asString()).isEqualTo("paid_review");
    assertThat(Till.quoted(answer).path("resource").path("url").asString()).endsWith(UPGRADE);
  }

  @Test
  void pricesAreTheOperators() {
    reopen(Map.of("CREDITS_PER_USD", "300", "UPGRADE_USD_CENTS", "1999", "UPGRADE_CREDITS", "5"));

    // A third of a cent, rounded up to a whole unit.
    assertThat(amount(caller.post(TOPUP, Map.of("credits", 1)))).isEqualTo("3334");
    Answer upgrade = caller.post(UPGRADE);
    assertThat(amount(upgrade)).isEqualTo("19990000");
    assertThat(upgrade.body().path("quote").path("includedCredits").asInt()).isEqualTo(5);
  }

  @Test
  void severalAssetsAndNetworksAreOfferedAndCanBeChosen() {
    reopen(
        Map.of(
            "PAYMENT_ASSETS",
            "base-usdc, base-sepolia-usdc,"
                + "eip155:8453|0x60a3E35Cc302bFA44Cb288Bc5a4F316Fdb1adb42|EURC|2|18|eurc"));

    JsonNode accepts = Till.quoted(caller.post(TOPUP, Map.of("credits", 100))).path("accepts");
    assertThat(accepts.size()).isEqualTo(3);
    assertThat(accepts.path(0).path("network").asString()).isEqualTo(BASE);
    assertThat(accepts.path(0).path("extra").path("name").asString()).isEqualTo("USD Coin");
    assertThat(accepts.path(1).path("network").asString()).isEqualTo(Till.NETWORK);
    assertThat(accepts.path(2).path("amount").asString()).isEqualTo("1" + "0".repeat(18));

    Answer chosen =
        caller.post(
            TOPUP,
            Map.of(
                "credits",
                100,
                "network",
                BASE,
                "asset",
                "0x60A3E35CC302BFA44CB288BC5A4F316FDB1ADB42"));
    assertThat(Till.quoted(chosen).path("accepts").size()).isEqualTo(1);
    refused("network", Map.of("credits", 100, "network", "eip155:1"));
    refused(
        "asset", Map.of("credits", 100, "network", Till.NETWORK, "asset", "0x" + "1".repeat(40)));
    refused("asset", Map.of("credits", 100, "asset", "usdc"));
  }

  @Test
  void creditsAreWholeAndFrom1To100000() {
    assertThat(amount(caller.post(TOPUP, Map.of("credits", 100_000)))).isEqualTo("1000000000");
    for (Object credits : new Object[] {0, -1, 100_001, 1.5, "5", Long.MAX_VALUE}) {
      refused("credits", Map.of("credits", credits));
    }
    Answer missing = caller.post(TOPUP, Map.of());
    assertThat(missing.text("code")).isEqualTo("missing_field");
    refused("targetPricingTier", caller.post(UPGRADE, Map.of("targetPricingTier", "paid_active")));
    assertThat(caller.post(TOPUP, Map.of("credits", 1, "tip", 1)).text("code"))
        .isEqualTo("unknown_field");
  }

  @Test
  void onlyAKeyThatMayBuyBuys() {
    Caller reader = till.deployment.caller(tenant, Scope.BILLING_READ);

    assertThat(reader.post(TOPUP, Map.of("credits", 5)).text("code")).isEqualTo("missing_scope");
    assertThat(reader.post(TOPUP, Map.of("credits", 0)).text("code")).isEqualTo("missing_scope");
    assertThat(reader.post(UPGRADE).text("code")).isEqualTo("missing_scope");
    assertThat(till.deployment.nobody().post(TOPUP, Map.of("credits", 5)).status()).isEqualTo(401);
  }

  @Test
  void withoutAFacilitatorNothingIsSoldAndAllElseWorks() {
    var deployment = new Deployment().with(BillingHandler::new);
    Caller other = deployment.caller(Till.freeTenant());

    Answer refused = other.post(TOPUP, Map.of("credits", 5));
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.text("code")).isEqualTo("not_configured");
    assertThat(other.post(UPGRADE).status()).isEqualTo(503);
    assertThat(other.get("/v1/billing/account").status()).isEqualTo(200);
    assertThat(other.get("/v1/billing/ledger").status()).isEqualTo(200);
    assertThat(other.get("/v1/billing/receipts").status()).isEqualTo(200);
    new ReconcileHandler(deployment).handleRequest(new ScheduledEvent(), new FakeContext());
  }

  @Test
  void withoutAPublicUrlTheHostThatWasAskedIsTheResource() {
    reopen(Map.of("PUBLIC_URL", ""));
    var event = Deployment.event("POST", TOPUP, Map.of("credits", 5), Map.of());
    event.getHeaders().put("authorization", "Bearer " + caller.bearer());
    event.getRequestContext().setDomainName("abc.execute-api.example.com");

    assertThat(Till.quoted(till.deployment.call(event)).path("resource").path("url").asString())
        .isEqualTo("https://abc.execute-api.example.com" + TOPUP);
  }

  private void reopen(Map<String, String> settings) {
    till.close();
    till = Till.open(settings);
    caller = till.deployment.caller(tenant);
  }

  private void refused(String field, Map<String, Object> body) {
    refused(field, caller.post(TOPUP, body));
  }

  private static void refused(String field, Answer answer) {
    assertThat(answer.status()).as(answer.content()).isEqualTo(400);
    assertThat(answer.fields()).containsExactly(field);
  }

  private static String amount(Answer answer) {
    return Till.quoted(answer).path("accepts").path(0).path("amount").asString();
  }
}
