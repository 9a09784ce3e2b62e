package dev.posthouse.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.domain.tenant.SendPolicy;
import dev.posthouse.domain.tenant.Tenant;
import dev.posthouse.domain.tenant.TenantId;
import dev.posthouse.testbed.Answer;
import dev.posthouse.testbed.Deployment;
import dev.posthouse.testing.Fixtures;
import dev.posthouse.testing.Race;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyTest {
  private static final String UNKNOWN = "/v1/tenants/tnt_01J0000000000000000000000Z";

  private final Api api = new Api();
  private final Answer signedUp = api.signUp("ada", Map.of());
  private final String token = signedUp.text("accessToken");
  private final String path = "/v1/tenants/" + signedUp.text("tenantId");
  private final String policy = path + "/send-policy";
  private final String review = path + "/review-decision";

  @Test
  void aTenantReadsItsPolicy() {
    Answer answer = api.get(policy, token);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.content())
        .isEqualTo(
            "{\"tenantId\":\"%s\",".formatted(signedUp.text("tenantId"))
                + "\"billingState\":\"free\",\"pricingTier\":\"free\","
                + "\"outboundStatus\":\"internal_only\",\"externalSendEnabled\":false,"
                + "\"reviewRequired\":false,\"effectiveDailySendLimit\":10,"
                + "\"effectiveHourlySendLimit\":1,\"limitWindowModel\":\"rolling\","
                + "\"usage\":{\"hour\":0,\"day\":0,\"nextSlotAt\":null},"
                + "\"updatedAt\":\"2031-05-14T12:00:00.000Z\"}");
    assertThat(api.operator("GET", policy, null).content()).isEqualTo(answer.content());
  }

  @Test
  void anotherTenantsPolicyIsNotThere() {
    String other = api.keyOf(Fixtures.tenant(), Scope.POLICY_READ);

    api.refused("GET", policy, other, null, 404, "not_found");
    api.refused("GET", UNKNOWN + "/send-policy", token, null, 404, "not_found");
    api.refused("GET", "/v1/tenants/x/send-policy", token, null, 404, "not_found");
    api.refused("GET", UNKNOWN + "/send-policy", Deployment.ADMIN_KEY, null, 404, "not_found");
    api.refused(
        "GET", policy, api.keyOf(Fixtures.tenant(), Scope.MAIL_READ), null, 403, "missing_scope");
    api.refused("GET", policy, "", null, 401, "missing_token");
  }

  @Test
  void theOperatorDecides() {
    api.deployment.clock().advance(Duration.ofHours(1));

    Answer approved = decide("approve_external");

    assertThat(approved.text("billingState")).isEqualTo("paid_active");
    assertThat(approved.text("outboundStatus")).isEqualTo("external_enabled");
    assertThat(approved.body().path("effectiveDailySendLimit").isNull()).isTrue();
    assertThat(approved.text("updatedAt")).isEqualTo("2031-05-14T13:00:00.000Z");
    assertThat(decide("reset_review").body().path("reviewRequired").asBoolean()).isTrue();
    assertThat(decide("suspend_outbound").text("outboundStatus")).isEqualTo("suspended");
    assertThat(decide("suspend_outbound").text("billingState")).isEqualTo("paid_review");
    api.refused(
        "POST", review, Deployment.ADMIN_KEY, decision("approve_external"), 409, "conflict");
    api.refused("POST", review, Deployment.ADMIN_KEY, decision("reset_review"), 409, "conflict");
    assertThat(decide("reinstate").text("outboundStatus")).isEqualTo("external_review");
    api.refused("POST", review, Deployment.ADMIN_KEY, decision("reinstate"), 409, "conflict");
  }

  @Test
  void theOperatorReplacesThePolicy() {
    Answer put =
        api.operator(
            "PUT",
            policy,
            "{\"pricingTier\":\"paid_active\",\"outboundStatus\":\"external_enabled\","
                + "\"externalSendEnabled\":true,\"reviewRequired\":false}");

    assertThat(put.status()).as(put.content()).isEqualTo(200);
    Tenant tenant =
        api.stores.tenants().find(new TenantId(signedUp.text("tenantId"))).orElseThrow();
    assertThat(tenant.mayRotate()).isTrue();
    assertThat(
            api.operator("PUT", policy, "{\"outboundStatus\":\"suspended\"}").text("billingState"))
        .isEqualTo("paid_active");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"outboundStatus\":\"open\"}                 | invalid_field | outboundStatus",
        "{\"outboundStatus\":\"external_review\"}      | invalid_field | outboundStatus",
        "{\"billingState\":\"paid_review\"}            | invalid_field | outboundStatus",
        "{\"billingState\":\"free\",\"pricingTier\":\"paid_active\"} | invalid_field | pricingTier",
        "{\"outboundStatus\":\"internal_only\",\"externalSendEnabled\":true} "
            + "| invalid_field | externalSendEnabled",
        "{\"outboundStatus\":\"external_enabled\",\"reviewRequired\":true} "
            + "| invalid_field | reviewRequired"
      })
  void aBadPolicyIsRefusedByField(String body, String code, String field) {
    Answer answer = api.refused("PUT", policy, Deployment.ADMIN_KEY, body.strip(), 400, code);

    assertThat(answer.fields()).containsExactly(field);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"billingState\":null}", "{\"reviewRequired\":false}"})
  void aPolicyThatChangesNothingIsToldThatOneOfTwoWillDo(String body) {
    Answer answer = api.refused("PUT", policy, Deployment.ADMIN_KEY, body, 400, "missing_field");

    assertThat(answer.fields()).containsExactly("billingState", "outboundStatus");
    assertThat(answer.text("detail")).startsWith("One of billingState and outboundStatus");
    assertThat(api.operator("PUT", policy, "{\"billingState\":\"free\"}").status()).isEqualTo(200);
  }

  @Test
  void badDecisionsAreRefused() {
    String admin = Deployment.ADMIN_KEY;

    api.refused("POST", review, admin, "{}", 400, "missing_field");
    api.refused("POST", review, admin, decision("maybe"), 400, "invalid_field");
    api.refused("POST", review, token, decision("approve_external"), 401, "invalid_token");
    api.refused("PUT", policy, token, "{\"outboundStatus\":\"suspended\"}", 401, "invalid_token");
    api.refused(
        "POST", UNKNOWN + "/review-decision", admin, decision("reinstate"), 404, "not_found");
  }

  @Test
  void decisionsAtOnceAreMadeOneAfterAnother() {
    List<Answer> answers =
        Race.run(
            8,
            number ->
                () ->
                    api.operator(
                        "POST",
                        review,
                        decision(number == 0 ? "suspend_outbound" : "approve_external")));

    assertThat(answers.getFirst().status()).isEqualTo(200);
    // An approval that comes before the suspension is made, one that comes after it is refused.
    assertThat(answers).extracting(Answer::status).isSubsetOf(200, 409);
    // Whatever came before: an approval does not undo a suspension.
    SendPolicy left =
        api.stores.tenants().find(new TenantId(signedUp.text("tenantId"))).orElseThrow().policy();
    assertThat(left.outbound().name()).isEqualTo("SUSPENDED");
  }

  @Test
  void theOperatorReadsWhatATenantSaidOfItself() {
    Answer answer = api.operator("GET", path, null);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("operatorEmail")).isEqualTo("ops@example.com");
    assertThat(answer.body().path("signup").path("useCase").asString()).isEqualTo("To reckon.");
    Tenant made = Fixtures.tenant();
    api.keyOf(made, Scope.MAIL_READ);
    assertThat(api.operator("GET", "/v1/tenants/" + made.id(), null).body().has("signup"))
        .isFalse();
    api.refused("GET", path, token, null, 401, "invalid_token");
    api.refused("GET", UNKNOWN, Deployment.ADMIN_KEY, null, 404, "not_found");
  }

  private Answer decide(String decision) {
    Answer answer = api.operator("POST", review, decision(decision));
    assertThat(answer.status()).as(answer.content()).isEqualTo(200);
    return answer;
  }

  private static String decision(String decision) {
    return "{\"decision\":\"" + decision + "\"}";
  }
}
