package dev.posthouse.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.tenant.ApiKey;
import dev.posthouse.domain.tenant.KeyLimits;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.domain.tenant.Tenant;
import dev.posthouse.testbed.Answer;
import dev.posthouse.testbed.Deployment;
import dev.posthouse.testing.Fixtures;
import dev.posthouse.testing.Race;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenTest {
  private static final String ROTATE = "/v1/auth/token/rotate";
  private static final String REVOKE = "/v1/auth/token/revoke";

  private final Api api = new Api();

  @Test
  void aRotatedTokenGetsThirtyDaysAndTheOldOneFiveMinutes() {
    String old = api.token("ada");
    api.deployment.clock().advance(Duration.ofDays(29));

    Answer answer = api.post(ROTATE, old, null);

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.headers()).containsEntry("cache-control", "no-store");
    assertThat(answer.text("token")).startsWith("mt_live_").isNotEqualTo(old);
    assertThat(answer.text("expiresAt")).isEqualTo("2031-07-12T12:00:00.000Z");
    assertThat(answer.body().path("oldTokenRemainsValid").asBoolean()).isTrue();
    assertThat(answer.text("oldTokenExpiresAt")).isEqualTo("2031-06-12T12:05:00.000Z");
    assertThat(answer.text("deliveryStatus")).isEqualTo("skipped");
    ApiKey before = api.stored(old);
    ApiKey after = api.stored(answer.text("token"));
    assertThat(after.id()).isEqualTo(before.id());
    assertThat(after.scopes()).isEqualTo(before.scopes());
    assertThat(after.limits()).isEqualTo(before.limits());
    assertThat(api.works(old)).isTrue();
    api.deployment.clock().advance(Duration.ofMinutes(5));
    assertThat(api.works(old)).isFalse();
    assertThat(api.post(ROTATE, old, null).text("code")).isEqualTo("expired_token");
    assertThat(api.works(answer.text("token"))).isTrue();
  }

  @Test
  void aTokenNearItsEndIsNotProlongedByTheGrace() {
    String old = api.token("ada");
    api.deployment.clock().advance(Duration.ofDays(30).minusSeconds(1));

    Answer answer = api.post(ROTATE, old, "{\"graceSeconds\":86400}");

    assertThat(answer.text("oldTokenExpiresAt")).isEqualTo("2031-06-13T12:00:00.000Z");
  }

  @Test
  void withoutGraceTheOldTokenEndsAtOnce() {
    String old = api.token("ada");

    Answer answer = api.post(ROTATE, old, "{\"graceSeconds\":0}");

    assertThat(answer.body().path("oldTokenRemainsValid").asBoolean()).isFalse();
    assertThat(answer.text("oldTokenExpiresAt")).isEqualTo("2031-05-14T12:00:00.000Z");
    assertThat(api.works(old)).isFalse();
    assertThat(api.works(answer.text("token"))).isTrue();
  }

  @Test
  void aKeyKeepsItsEndAndItsKind() {
    Tenant tenant = Fixtures.tenant();
    String endless = api.keyOf(tenant, Scope.MAIL_READ);
    var limits = new KeyLimits(Set.of(), Set.of(), Optional.empty(), Optional.empty(), true);
    String test = api.keyOf(tenant.id(), limits, Fixtures.NOW.plusSeconds(3_600));

    Answer first = api.post(ROTATE, endless, "{}");
    assertThat(first.body().path("expiresAt").isNull()).isTrue();
    assertThat(first.body().has("expiresAt")).isTrue();
    assertThat(first.text("token")).startsWith("sk_live_");
    Answer second = api.post(ROTATE, test, "{}");
    assertThat(second.text("expiresAt")).isEqualTo("2031-05-14T13:00:00.000Z");
    assertThat(second.text("token")).startsWith("sk_test_");
    assertThat(api.stored(second.text("token")).limits()).isEqualTo(limits);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"graceSeconds\":-1}            | graceSeconds",
        "{\"graceSeconds\":86401}         | graceSeconds",
        "{\"graceSeconds\":\"1\"}         | graceSeconds",
        "{\"graceSeconds\":0.5}           | graceSeconds",
        "{\"delivery\":\"pigeon\"}        | delivery"
      })
  void aBadRotationIsRefusedByField(String body, String field) {
    Answer answer = api.refused("POST", ROTATE, api.token("ada"), body, 400, "invalid_field");

    assertThat(answer.fields()).containsExactly(field);
  }

  @Test
  void aRepeatedRotationIsToldButItsTokenIsNot() {
    String old = api.token("ada");
    Map<String, String> key = Api.keyed("one");
    assertThat(api.call("POST", ROTATE, old, key, null).status()).isEqualTo(201);

    Answer again = api.call("POST", ROTATE, old, key, null);

    assertThat(again.status()).isEqualTo(409);
    assertThat(again.text("code")).isEqualTo("already_exists");
    assertThat(again.text("keyId")).isEqualTo(api.stored(old).id().value());
    assertThat(again.body().toString()).doesNotContain("mt_live_");
    assertThat(api.call("POST", ROTATE, old, key, "{\"graceSeconds\":1}").text("code"))
        .isEqualTo("idempotency_conflict");
    assertThat(api.call("POST", ROTATE, old, Api.keyed("two"), null).status()).isEqualTo(201);
  }

  @Test
  void rotationsAtOnceLeaveTheOldTokenAndThoseReturned() {
    String old = api.token("ada");

    List<Answer> answers = Race.run(8, number -> () -> api.post(ROTATE, old, null));

    assertThat(answers).extracting(Answer::status).containsOnly(201);
    assertThat(answers).extracting(answer -> answer.text("token")).doesNotHaveDuplicates();
    assertThat(answers).allSatisfy(answer -> assertThat(api.works(answer.text("token"))).isTrue());
    ApiKey key = api.stored(old);
    assertThat(api.stores.rings().find(key.tenant(), key.id()).orElseThrow().secrets()).hasSize(9);
    assertThat(key.expiresAt()).isEqualTo(Fixtures.NOW.plusSeconds(300));
  }

  @Test
  void withoutGraceOneOfManyRotationsIsDone() {
    String old = api.token("ada");

    List<Answer> answers =
        Race.run(8, number -> () -> api.post(ROTATE, old, "{\"graceSeconds\":0}"));

    assertThat(answers).extracting(Answer::status).containsOnlyOnce(201).containsOnly(201, 401);
  }

  @Test
  void aKeyHasSoManySecretsAndNoMore() {
    String token = api.token("ada");
    for (int i = 0; i < 19; i++) {
      assertThat(api.post(ROTATE, token, null).status()).isEqualTo(201);
    }

    Answer refused = api.refused("POST", ROTATE, token, null, 429, "rate_limited");

    assertThat(refused.headers()).containsEntry("retry-after", "300");
    api.deployment.clock().advance(Duration.ofMinutes(4));
    assertThat(api.post(REVOKE, token, null).status()).isEqualTo(200);
  }

  @Test
  void aRevokedTokenIsUnknownFromThenOn() {
    String token = api.token("ada");
    String fresh = api.post(ROTATE, token, null).text("token");

    Answer answer = api.post(REVOKE, token, null);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().path("revoked").asBoolean()).isTrue();
    for (String path : List.of(ROTATE, REVOKE)) {
      assertThat(api.post(path, token, null).text("code")).isEqualTo("invalid_token");
    }
    assertThat(api.works(fresh)).isTrue();
  }

  @Test
  void onceARevocationIsAnsweredNothingIsLetIn() {
    String token = api.token("ada");
    var revoked = new AtomicBoolean();

    List<Integer> tooLate =
        Race.run(
            6,
            number ->
                () -> {
                  if (number == 0) {
                    assertThat(api.post(REVOKE, token, null).status()).isEqualTo(200);
                    revoked.set(true);
                    return 0;
                  }
                  int letIn = 0;
                  for (int i = 0; i < 30; i++) {
                    boolean afterwards = revoked.get();
                    if (api.works(token) && afterwards) {
                      letIn++;
                    }
                  }
                  return letIn;
                });

    assertThat(tooLate).containsOnly(0);
    assertThat(api.works(token)).isFalse();
  }

  @Test
  void aRotationDoesNotOutliveARevocationThatCameFirst() {
    for (int round = 0; round < 5; round++) {
      String token = api.token("ada" + round);
      ApiKey key = api.stored(token);

      List<Answer> answers =
          Race.run(4, number -> () -> api.post(number == 0 ? REVOKE : ROTATE, token, null));

      var valid = new ArrayList<String>();
      for (Answer answer : answers.subList(1, 4)) {
        assertThat(answer.status()).isIn(201, 401);
        if (answer.status() == 201) {
          valid.add(answer.text("token"));
        }
      }
      assertThat(api.works(token)).isFalse();
      assertThat(api.stores.rings().find(key.tenant(), key.id()).orElseThrow().secrets())
          .hasSize(valid.size());
      assertThat(valid).allMatch(api::works);
    }
  }

  @Test
  void aTokenCanGoByMailWhereThereIsMail() {
    Api mailing = Api.withMail();
    String token = mailing.token("ada");

    Answer both = mailing.post(ROTATE, token, "{\"delivery\":\"both\"}");
    Answer mailed = mailing.post(ROTATE, token, "{\"delivery\":\"self_mailbox\"}");

    assertThat(both.text("deliveryStatus")).isEqualTo("queued");
    assertThat(both.text("deliveryMailboxId")).startsWith("mbx_");
    assertThat(mailing.mails().get(1).text()).contains(both.text("token"));
    assertThat(mailing.mails().get(1).to()).hasToString("ada@post.example");
    assertThat(mailed.body().has("token")).isFalse();
    assertThat(mailing.mails()).hasSize(3);
  }

  @Test
  void whereThereIsNoMailTheTokenIsInTheAnswer() {
    String token = api.token("ada");

    Answer answer = api.post(ROTATE, token, "{\"delivery\":\"self_mailbox\"}");

    assertThat(answer.text("deliveryStatus")).isEqualTo("unavailable");
    assertThat(api.works(answer.text("token"))).isTrue();
    assertThat(answer.body().has("deliveryMailboxId")).isFalse();
    String key = api.keyOf(Fixtures.tenant(), Scope.MAIL_READ);
    api.refused("POST", ROTATE, key, "{\"delivery\":\"both\"}", 400, "invalid_field");
  }

  @Test
  void theOperatorMintsTokens() {
    Answer signedUp = api.signUp("ada", Map.of());
    String body =
        "{\"tenantId\":\"%s\",\"mailbox\":\"ada@post.example\",\"scopes\":[\"mail:read\"],"
                .formatted(signedUp.text("tenantId"))
            + "\"expiresInSeconds\":60}";
    Map<String, String> headers = Api.keyed("mint");
    Answer minted = api.call("POST", "/v1/auth/tokens", Deployment.ADMIN_KEY, headers, body);

    assertThat(minted.status()).isEqualTo(201);
    ApiKey token = api.stored(minted.text("token"));
    assertThat(token.scopes()).containsExactly(Scope.MAIL_READ);
    assertThat(token.limits()).isEqualTo(api.stored(signedUp.text("accessToken")).limits());
    assertThat(token.expiresAt()).isEqualTo(Fixtures.NOW.plusSeconds(60));
    api.deployment.clock().advance(Duration.ofSeconds(30));
    // A token that is given little time does not take more by itself.
    assertThat(api.post(ROTATE, minted.text("token"), null).text("expiresAt"))
        .isEqualTo("2031-05-14T12:01:30.000Z");
    Answer again = api.call("POST", "/v1/auth/tokens", Deployment.ADMIN_KEY, headers, body);
    assertThat(again.text("code")).isEqualTo("already_exists");
    Answer other =
        api.call(
            "POST", "/v1/auth/tokens", Deployment.ADMIN_KEY, headers, body.replace(":60}", ":61}"));
    assertThat(other.text("code")).isEqualTo("idempotency_conflict");
  }

  @Test
  void badMintingIsRefused() {
    Answer ada = api.signUp("ada", Map.of());
    api.signUp("bob", Map.of());
    String path = "/v1/auth/tokens";
    String admin = Deployment.ADMIN_KEY;

    assertThat(api.refused("POST", path, admin, "{}", 400, "missing_field").fields())
        .containsExactly("tenantId", "scopes");
    for (String mailbox : List.of("bob@post.example", "eve@post.example")) {
      String body =
          "{\"tenantId\":\"%s\",\"mailbox\":\"%s\",\"scopes\":[\"mail:read\"]}"
              .formatted(ada.text("tenantId"), mailbox);
      assertThat(api.refused("POST", path, admin, body, 400, "invalid_field").fields())
          .containsExactly("mailbox");
    }
    String unknown = "{\"tenantId\":\"tnt_01J0000000000000000000000Z\",\"scopes\":[\"mail:read\"]}";
    api.refused("POST", path, admin, unknown, 404, "not_found");
    api.refused("POST", path, ada.text("accessToken"), unknown, 401, "invalid_token");
  }
}
