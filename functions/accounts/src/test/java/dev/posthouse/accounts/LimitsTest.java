package dev.posthouse.accounts;

import static dev.posthouse.testing.Fixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.domain.outbound.Admission;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.purse.Purse;
import dev.posthouse.domain.purse.Quota;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.domain.tenant.TenantId;
import dev.posthouse.testbed.Answer;
import dev.posthouse.testing.Fixtures;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class LimitsTest {
  private final Api api = Api.with(Map.of("SUPPORT_CONTACT", "help@example.com"));
  private final Answer signedUp = api.signUp("ada", Map.of());
  private final String token = signedUp.text("accessToken");
  private final String path = "/v1/tenants/" + signedUp.text("tenantId");

  @Test
  void aFreeTenantReadsWhatItMayAndHowItGetsMore() {
    Answer limits = api.get("/v1/limits", token);

    assertThat(limits.status()).isEqualTo(200);
    assertThat(limits.content())
        .isEqualTo(
            "{\"tenantId\":\"%s\",".formatted(signedUp.text("tenantId"))
                + "\"billingState\":\"free\",\"outboundStatus\":\"internal_only\","
                + "\"external\":{\"unlocked\":false,\"creditsPerRecipient\":1,"
                + "\"windowModel\":\"rolling\",\"hourly\":{\"limit\":1,\"used\":0},"
                + "\"daily\":{\"limit\":10,\"used\":0},\"nextSlotAt\":null},"
                + "\"internal\":{\"windowModel\":\"clock_hour\",\"limit\":500,\"used\":0,"
                + "\"resetsAt\":\"2031-05-14T13:00:00.000Z\"},"
                + "\"credits\":{\"available\":0,\"reserved\":0},"
                + "\"mailboxes\":{\"max\":20,\"messagesPerDay\":1000},"
                + "\"unlock\":[{\"call\":\"POST /v1/billing/topup\","
                + "\"effect\":\"Mailboxes write to people outside, one credit for each of them.\"},"
                + "{\"call\":\"POST /v1/billing/upgrade-intent\","
                + "\"effect\":\"Ends the rolling limits and lets identities with a pool send.\"}],"
                + "\"neverSupported\":[\"bulk marketing\",\"purchased lists\",\"unsolicited mail\","
                + "\"suppression bypass\"],\"supportContact\":\"help@example.com\"}");
  }

  @Test
  void creditsUnlockAndAnUpgradeEndsTheLimits() {
    api.operator("POST", path + "/credits", "{\"credits\":5,\"reason\":\"x\"}");
    JsonNode paid = api.get("/v1/limits", token).body();
    assertThat(paid.path("external").path("unlocked").asBoolean()).isTrue();
    assertThat(paid.path("unlock")).hasSize(1);
    assertThat(paid.path("credits").path("available").asInt()).isEqualTo(5);

    api.operator("POST", path + "/review-decision", "{\"decision\":\"approve_external\"}");
    JsonNode approved = api.get("/v1/limits", token).body();
    assertThat(approved.path("external").path("daily").path("limit").isNull()).isTrue();
    assertThat(approved.path("external").path("hourly").path("used").isNull()).isTrue();
    assertThat(approved.path("unlock")).isEmpty();
  }

  @Test
  void whoIsSuspendedIsToldThatOnlyTheOperatorHelps() {
    api.operator("POST", path + "/credits", "{\"credits\":5,\"reason\":\"x\"}");
    Answer suspended =
        api.operator(
            "POST",
            path + "/review-decision",
            "{\"decision\":\"suspend_outbound\",\"reason\":\"Complaints.\"}");

    JsonNode limits = api.get("/v1/limits", token).body();

    assertThat(suspended.text("reason")).isEqualTo("Complaints.");
    assertThat(api.get(path + "/send-policy", token).text("reason")).isEqualTo("Complaints.");
    assertThat(limits.path("external").path("unlocked").asBoolean()).isFalse();
    assertThat(limits.path("unlock")).hasSize(1);
    assertThat(limits.path("unlock").path(0).path("call").isNull()).isTrue();
  }

  @Test
  void otherQuotasAreAMatterOfConfiguration() {
    Api other = Api.with(Map.of("SEND_QUOTAS", "free=5/day"));
    String key = other.signUp("eve", Map.of()).text("accessToken");

    JsonNode external = other.get("/v1/limits", key).body().path("external");

    assertThat(external.path("daily").path("limit").asInt()).isEqualTo(5);
    assertThat(external.path("hourly").path("limit").isNull()).isTrue();
  }

  @Test
  void quotasThatCannotBeReadAreNamedAtTheStart() {
    assertThatThrownBy(() -> Api.with(Map.of("SEND_QUOTAS", "fre=5/hour")))
        .hasMessageContainingAll("SEND_QUOTAS", "no plan fre");
  }

  @Test
  void whatIsUsedOfLargeLimitsIsCountedExactly() {
    Api other = Api.with(Map.of("SEND_QUOTAS", "free=90/hour,130/day"));
    Answer eve = other.signUp("eve", Map.of());
    var tenant = new TenantId(eve.text("tenantId"));
    other.operator(
        "POST", "/v1/tenants/" + tenant + "/credits", "{\"credits\":500,\"reason\":\"x\"}");
    Quota quota = new Quota(OptionalInt.of(90), OptionalInt.of(130));
    take(other, tenant, 45, quota, NOW.minus(Duration.ofHours(23)));
    take(other, tenant, 30, quota, NOW.minus(Duration.ofMinutes(50)));
    take(other, tenant, 55, quota, NOW.minus(Duration.ofMinutes(40)));

    JsonNode external = other.get("/v1/limits", eve.text("accessToken")).body().path("external");
    JsonNode usage =
        other
            .get("/v1/tenants/" + tenant + "/send-policy", eve.text("accessToken"))
            .body()
            .path("usage");

    assertThat(external.path("hourly").path("used").asInt()).isEqualTo(85);
    assertThat(external.path("daily").path("used").asInt()).isEqualTo(130);
    assertThat(external.path("nextSlotAt").asString()).isEqualTo("2031-05-14T13:00:00.000Z");
    assertThat(usage.path("hour").asInt()).isEqualTo(85);
    assertThat(usage.path("day").asInt()).isEqualTo(130);
    assertThat(usage.path("nextSlotAt").asString()).isEqualTo("2031-05-14T13:00:00.000Z");
  }

  /// Takes what counts as that many recipients.
  private static void take(Api api, TenantId tenant, int recipients, Quota quota, Instant now) {
    Roster roster = Fixtures.selfServe(tenant).roster();
    Purse purse = api.stores.purses().find(tenant).orElseThrow();
    OutboundJob job = Fixtures.job(roster, 0, Fixtures.person());
    var admission =
        new Admission(
            roster,
            Fixtures.followups(roster, job).messages(),
            null,
            purse.reserve(recipients, quota, now));
    assertThat(api.stores.outbox().commit(admission)).isTrue();
  }

  @Test
  void aKeyNeedsTheScope() {
    String key = api.keyOf(Fixtures.tenant(), Scope.MAIL_READ);

    api.refused("GET", "/v1/limits", key, null, 403, "missing_scope");
    api.refused("GET", "/v1/limits", "", null, 401, "missing_token");
  }
}
