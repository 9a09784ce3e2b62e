package dev.posthouse.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.tenant.BillingState;
import dev.posthouse.domain.tenant.KeySecret;
import dev.posthouse.domain.tenant.OutboundStatus;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.domain.tenant.Tenant;
import dev.posthouse.domain.tenant.TenantId;
import dev.posthouse.domain.tenant.Tenants;
import dev.posthouse.testbed.Answer;
import dev.posthouse.testbed.Deployment;
import dev.posthouse.testing.Race;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccountsHandlerTest {
  private static final String TENANT = "{\"name\":\"Acme\",\"operatorEmail\":\"ops@example.com\"}";
  private static final String UNKNOWN_TENANT = "tnt_01J0000000000000000000000Z";

  private final Deployment deployment = new Deployment().with(AccountsHandler::new);
  private final Tenants tenants = deployment.ports().tenants();

  @Test
  void healthNeedsNoKey() {
    Answer answer = deployment.nobody().get("/healthz");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.content())
        .isEqualTo("{\"status\":\"ok\",\"time\":\"2031-05-14T12:00:00.000Z\"}");
  }

  @Test
  void aTenantStartsWithAllRightsAndAKeyThatWorks() {
    Answer answer = post("/v1/tenants", TENANT, Map.of());

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.headers()).containsEntry("cache-control", "no-store");
    assertThat(answer.body().propertyNames())
        .containsExactlyInAnyOrder(
            "tenantId", "name", "billingState", "outboundStatus", "key", "keyId");
    Tenant tenant = tenants.find(new TenantId(answer.text("tenantId"))).orElseThrow();
    assertThat(tenant.mayRotate()).isTrue();
    var key = tenants.key(KeySecret.parse(answer.text("key")).orElseThrow()).orElseThrow();
    assertThat(key.tenant()).isEqualTo(tenant.id());
    assertThat(key.id().value()).isEqualTo(answer.text("keyId"));
    assertThat(key.scopes()).containsExactlyInAnyOrder(Scope.values());
    assertThat(deployment.logged()).doesNotContain(answer.text("key"));
  }

  @Test
  void aTenantMayStartRestricted() {
    Answer answer =
        post(
            "/v1/tenants",
            "{\"name\":\"Acme\",\"operatorEmail\":\"ops@example.com\",\"outboundStatus\":\"internal_only\"}",
            Map.of());

    assertThat(answer.text("billingState")).isEqualTo("free");
    assertThat(answer.text("outboundStatus")).isEqualTo("internal_only");
    Tenant tenant = tenants.find(new TenantId(answer.text("tenantId"))).orElseThrow();
    assertThat(tenant.outboundStatus()).isEqualTo(OutboundStatus.INTERNAL_ONLY);
    assertThat(tenant.billingState()).isEqualTo(BillingState.FREE);
  }

  @Test
  void aRepeatedTenantIsToldButItsKeyIsNot() {
    Map<String, String> key = Map.of("idempotency-key", "one");
    Answer first = post("/v1/tenants", TENANT, key);

    Answer again = refused("/v1/tenants", TENANT, key, 409, "already_exists");

    assertThat(again.text("tenantId")).isEqualTo(first.text("tenantId"));
    assertThat(again.text("fix")).contains("POST /v1/tenants/" + first.text("tenantId") + "/keys");
    assertThat(again.content()).doesNotContain("sk_live_");
  }

  @Test
  void anotherTenantUnderTheSameIdempotencyKeyIsAConflict() {
    Map<String, String> key = Map.of("idempotency-key", "one");
    post("/v1/tenants", TENANT, key);

    Answer other =
        refused("/v1/tenants", TENANT.replace("Acme", "Emca"), key, 409, "idempotency_conflict");

    assertThat(other.body().has("tenantId")).isFalse();
  }

  @Test
  void withoutAnIdempotencyKeyEveryRequestMakesATenant() {
    assertThat(post("/v1/tenants", TENANT, Map.of()).text("tenantId"))
        .isNotEqualTo(post("/v1/tenants", TENANT, Map.of()).text("tenantId"));
  }

  @Test
  void ofManyRepetitionsAtOnceOneSeesTheSecret() {
    List<Answer> answers =
        Race.run(
            20, number -> () -> post("/v1/tenants", TENANT, Map.of("idempotency-key", "at once")));

    assertThat(answers).extracting(Answer::status).containsOnlyOnce(201).containsOnly(201, 409);
    assertThat(answers.stream().map(answer -> answer.text("tenantId")).distinct()).hasSize(1);
    assertThat(deployment.contents()).hasSize(4);
  }

  @Test
  void aLostAnswerIsRepeatedAndTellsHowToGetAKey() {
    deployment.loseTransaction(1, true);
    Map<String, String> key = Map.of("idempotency-key", "lost");

    assertThat(post("/v1/tenants", TENANT, key).status()).isEqualTo(503);

    refused("/v1/tenants", TENANT, key, 409, "already_exists");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                                                 | missing_field | name",
        "{\"name\":\"Acme\"}                                    | missing_field | operatorEmail",
        "{\"name\":\" \",\"operatorEmail\":\"o@example.com\"}              | invalid_field | name",
        "{\"name\":\"a\\nb\",\"operatorEmail\":\"o@example.com\"}          | invalid_field | name",
        "{\"name\":\"Acme\",\"operatorEmail\":\"nobody\"}         | invalid_field | operatorEmail",
        "{\"name\":\"Acme\",\"operatorEmail\":7}                  | invalid_field | operatorEmail",
        "{\"name\":\"Acme\",\"operatorEmail\":\"o@example.com\",\"outboundStatus\":\"suspended\"}"
            + "| invalid_field | outboundStatus",
        "{\"name\":\"Acme\",\"operatorEmail\":\"o@example.com\",\"plan\":\"x\"}"
            + "| unknown_field | plan"
      })
  void aBadTenantIsRefusedByField(String body, String code, String field) {
    Answer answer = refused("/v1/tenants", body, Map.of(), 400, code);

    assertThat(answer.fields()).containsExactly(field);
  }

  @Test
  void onlyTheOperatorMakesTenantsAndKeys() {
    Answer tenant = post("/v1/tenants", TENANT, Map.of());
    String keys = "/v1/tenants/" + tenant.text("tenantId") + "/keys";
    for (String path : List.of("/v1/tenants", keys)) {
      for (String bearer : List.of("", "wrong", tenant.text("key"))) {
        deployment.refused(
            401,
            bearer.isEmpty() ? "missing_token" : "invalid_token",
            () -> deployment.caller(bearer).post(path, TENANT));
      }
    }
  }

  @Test
  void aKeyIsMintedWithAllScopesUnlessSomeAreNamed() {
    String path = keysOfNewTenant();

    Answer all = post(path, "{\"name\":\"ci\"}", Map.of());
    Answer some =
        post(
            path,
            "{\"name\":\"ci\",\"scopes\":[\"mail:send\",\"mail:read\",\"mail:send\"],"
                + "\"expiresAt\":\"2031-06-01T00:00:00.123456Z\"}",
            Map.of());

    assertThat(all.status()).isEqualTo(201);
    assertThat(all.headers()).containsEntry("cache-control", "no-store");
    assertThat(all.body().path("scopes").size()).isEqualTo(Scope.values().length);
    assertThat(all.body().path("expiresAt").isNull()).isTrue();
    assertThat(some.body().path("scopes").toString()).isEqualTo("[\"mail:read\",\"mail:send\"]");
    assertThat(some.text("expiresAt")).isEqualTo("2031-06-01T00:00:00.123Z");
    var stored = tenants.key(KeySecret.parse(some.text("key")).orElseThrow()).orElseThrow();
    assertThat(stored.scopes()).isEqualTo(Set.of(Scope.MAIL_READ, Scope.MAIL_SEND));
    assertThat(some.text("hint")).isEqualTo(stored.hint());
    assertThat(some.text("keyId")).isEqualTo(stored.id().value());
  }

  @Test
  void aRepeatedKeyIsToldButItsSecretIsNot() {
    String path = keysOfNewTenant();
    Map<String, String> key = Map.of("idempotency-key", "one");
    String body = "{\"name\":\"ci\",\"expiresAt\":\"2031-06-01T00:00:00.123456Z\"}";
    Answer first = post(path, body, key);

    Answer again = refused(path, body, key, 409, "already_exists");

    assertThat(again.text("keyId")).isEqualTo(first.text("keyId"));
    assertThat(again.text("fix")).contains("another key");
    refused(path, "{\"name\":\"other\"}", key, 409, "idempotency_conflict");
    assertThat(post(keysOfNewTenant(), body, key).status()).isEqualTo(201);
  }

  @Test
  void ofManyRepetitionsAtOnceOneSeesTheSecretOfAKey() {
    String path = keysOfNewTenant();

    List<Answer> answers =
        Race.run(
            20, number -> () -> post(path, "{\"name\":\"ci\"}", Map.of("idempotency-key", "k")));

    assertThat(answers).extracting(Answer::status).containsOnlyOnce(201).containsOnly(201, 409);
  }

  @ParameterizedTest
  @ValueSource(strings = {UNKNOWN_TENANT, "tnt_1", "somebody", "tnt_%00"})
  void aTenantThatDoesNotExistGetsNoKey(String tenant) {
    refused("/v1/tenants/" + tenant + "/keys", "{\"name\":\"ci\"}", Map.of(), 404, "not_found");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                                        | missing_field | name",
        "{\"name\":\"\"}                                           | invalid_field | name",
        "{\"name\":\"ci\",\"scopes\":[]}                           | invalid_field | scopes",
        "{\"name\":\"ci\",\"scopes\":[\"mail:read\",\"all\"]}      | invalid_field | scopes[1]",
        "{\"name\":\"ci\",\"expiresAt\":\"2031-05-14T12:00:00Z\"}  | invalid_field | expiresAt",
        "{\"name\":\"ci\",\"expiresAt\":\"+999999999-12-31T00:00:00Z\"}"
            + "| invalid_field | expiresAt",
        "{\"name\":\"ci\",\"expiresAt\":1}                         | invalid_field | expiresAt"
      })
  void aBadKeyIsRefusedByField(String body, String code, String field) {
    Answer answer = refused(keysOfNewTenant(), body, Map.of(), 400, code);

    assertThat(answer.fields()).containsExactly(field);
  }

  @Test
  void aBadIdempotencyKeyIsRefused() {
    refused("/v1/tenants", TENANT, Map.of("idempotency-key", "ä"), 400, "invalid_field");
    refused(
        "/v1/tenants", TENANT, Map.of("idempotency-key", "x".repeat(256)), 400, "invalid_field");
  }

  private String keysOfNewTenant() {
    return "/v1/tenants/" + post("/v1/tenants", TENANT, Map.of()).text("tenantId") + "/keys";
  }

  private Answer post(String path, String body, Map<String, String> headers) {
    return deployment.operator().post(path, body.strip(), headers);
  }

  private Answer refused(
      String path, String body, Map<String, String> headers, int status, String code) {
    return deployment.refused(status, code, () -> post(path, body, headers));
  }
}
