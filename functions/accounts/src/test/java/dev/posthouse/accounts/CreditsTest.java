package dev.posthouse.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.purse.Credits;
import dev.posthouse.domain.purse.LedgerEntry;
import dev.posthouse.domain.purse.Purse;
import dev.posthouse.domain.tenant.TenantId;
import dev.posthouse.testbed.Answer;
import dev.posthouse.testbed.Deployment;
import dev.posthouse.testing.Fixtures;
import dev.posthouse.testing.Race;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CreditsTest {
  private static final String ADMIN = Deployment.ADMIN_KEY;

  private final Api api = new Api();
  private final Answer signedUp = api.signUp("ada", Map.of());
  private final String token = signedUp.text("accessToken");
  private final TenantId tenant = new TenantId(signedUp.text("tenantId"));
  private final String path = "/v1/tenants/" + tenant + "/credits";

  @Test
  void theOperatorGivesCreditsAndTakesSome() {
    Answer given = api.operator("POST", path, body(10, "Welcome."));
    Answer taken = api.operator("POST", path, body(-4, "By mistake."));

    assertThat(given.status()).as(given.content()).isEqualTo(200);
    assertThat(taken.body().path("credits").asInt()).isEqualTo(-4);
    assertThat(purse().available()).isEqualTo(new Credits(6));
    List<LedgerEntry> ledger = api.stores.purses().entries(tenant, Optional.empty(), 10);
    assertThat(ledger)
        .extracting(LedgerEntry::reason)
        .containsExactlyInAnyOrder("Welcome.", "By mistake.");
    assertThat(ledger)
        .extracting(entry -> entry.id().value())
        .containsExactlyInAnyOrder(given.text("ledgerEntryId"), taken.text("ledgerEntryId"));
  }

  @Test
  void moreThanAvailableIsNotTaken() {
    api.operator("POST", path, body(3, "Welcome."));

    api.refused("POST", path, ADMIN, body(-4, "Too much."), 409, "conflict");
  }

  @Test
  void oneKeyGivesOnce() {
    Map<String, String> key = Api.keyed("gift-1");
    Answer first = api.call("POST", path, ADMIN, key, body(10, "Welcome."));

    Answer again = api.call("POST", path, ADMIN, key, body(10, "Welcome."));
    Answer other = api.call("POST", path, ADMIN, key, body(11, "Welcome."));

    assertThat(again.content()).isEqualTo(first.content());
    assertThat(again.header("idempotent-replayed")).contains("true");
    assertThat(other.status()).isEqualTo(409);
    assertThat(other.text("code")).isEqualTo("idempotency_conflict");
    assertThat(purse().available()).isEqualTo(new Credits(10));
  }

  @Test
  void oneKeyGivesOnceHoweverManyAskAtOnce() {
    List<Answer> answers =
        Race.run(
            8,
            number -> () -> api.call("POST", path, ADMIN, Api.keyed("gift"), body(10, "Welcome.")));

    assertThat(answers).extracting(Answer::status).containsOnly(200);
    assertThat(answers.stream().map(answer -> answer.text("ledgerEntryId")).distinct()).hasSize(1);
    assertThat(purse().available()).isEqualTo(new Credits(10));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"reason\":\"x\"}                      | missing_field | credits",
        "{\"credits\":1}                         | missing_field | reason",
        "{\"credits\":0,\"reason\":\"x\"}        | invalid_field | credits",
        "{\"credits\":1000001,\"reason\":\"x\"}  | invalid_field | credits",
        "{\"credits\":-1000001,\"reason\":\"x\"} | invalid_field | credits",
        "{\"credits\":1.5,\"reason\":\"x\"}      | invalid_field | credits",
        "{\"credits\":1,\"reason\":\" \"}        | invalid_field | reason",
        "{\"credits\":1,\"reason\":\"x\",\"a\":1} | unknown_field | a"
      })
  void badAdjustmentsAreRefusedByField(String body, String code, String field) {
    Answer answer = api.refused("POST", path, ADMIN, body.strip(), 400, code);

    assertThat(answer.fields()).containsExactly(field);
  }

  @Test
  void onlyTheOperatorMayAndTheTenantMustBeThere() {
    api.refused("POST", path, token, body(1, "x"), 401, "invalid_token");
    api.refused("POST", path, "", body(1, "x"), 401, "missing_token");
    String unknown = "/v1/tenants/" + Fixtures.tenantId() + "/credits";
    api.refused("POST", unknown, ADMIN, body(1, "x"), 404, "not_found");
  }

  private Purse purse() {
    return api.stores.purses().find(tenant).orElseThrow();
  }

  private static String body(long credits, String reason) {
    return "{\"credits\":%d,\"reason\":\"%s\"}".formatted(credits, reason);
  }
}
