package dev.posthouse.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.Handle;
import dev.posthouse.domain.identity.Identity;
import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.pool.Mailbox;
import dev.posthouse.domain.pool.MailboxId;
import dev.posthouse.domain.pool.MailboxState;
import dev.posthouse.domain.tenant.ApiKey;
import dev.posthouse.domain.tenant.BillingState;
import dev.posthouse.domain.tenant.KeyLimits;
import dev.posthouse.domain.tenant.OutboundStatus;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.domain.tenant.Tenant;
import dev.posthouse.domain.tenant.TenantId;
import dev.posthouse.testbed.Answer;
import dev.posthouse.testbed.Caller;
import dev.posthouse.testbed.Deployment;
import dev.posthouse.testing.Fixtures;
import dev.posthouse.testing.Race;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignUpTest {
  private static final Map<String, String> MANY = Map.of("SIGNUPS_PER_HOUR", "1000");

  private final Api api = new Api();

  @Test
  void aSignUpGivesAMailboxThatSendsAndItsToken() {
    Answer answer = api.signUp("Ada.L", Map.of());

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.headers()).containsEntry("cache-control", "no-store");
    assertThat(answer.body().propertyNames())
        .containsExactlyInAnyOrder(
            "tenantId",
            "mailboxId",
            "mailboxAddress",
            "identity",
            "accessToken",
            "accessTokenExpiresAt",
            "accessTokenScopes",
            "welcomeStatus");
    assertThat(answer.text("mailboxAddress")).isEqualTo("ada.l@post.example");
    assertThat(answer.text("identity")).isEqualTo("ada.l@post.example");
    assertThat(answer.text("accessTokenExpiresAt")).isEqualTo("2031-06-13T12:00:00.000Z");
    assertThat(answer.body().path("accessTokenScopes").toString())
        .isEqualTo(
            "[\"mail:read\",\"mail:send\",\"identity:read\",\"billing:read\",\"billing:write\","
                + "\"policy:read\",\"events:read\"]");
    assertThat(answer.text("welcomeStatus")).isEqualTo("unavailable");
    Tenant tenant = api.stores.tenants().find(new TenantId(answer.text("tenantId"))).orElseThrow();
    assertThat(tenant.billingState()).isEqualTo(BillingState.FREE);
    assertThat(tenant.outboundStatus()).isEqualTo(OutboundStatus.INTERNAL_ONLY);
    assertThat(tenant.name()).isEqualTo("Engine");
    assertThat(tenant.operatorEmail()).isEqualTo(EmailAddress.parse("ops@example.com"));
    Identity identity =
        api.stores.identities().find(Handle.parse("ada.l@post.example")).orElseThrow();
    assertThat(answer.text("mailboxId")).isEqualTo(MailboxId.of(identity.id(), 0).value());
    assertThat(identity.selfServe()).isTrue();
    assertThat(identity.roster().tenant()).isEqualTo(tenant.id());
    assertThat(identity.roster().state()).isEqualTo(IdentityState.ACTIVE);
    assertThat(identity.roster().displayName()).isEqualTo("Ada");
    assertThat(identity.roster().dailyCap()).isEqualTo(1_000);
    EmailAddress address = EmailAddress.parse("ada.l@post.example");
    assertThat(identity.roster().mailboxes())
        .containsExactly(new Mailbox(0, address, MailboxState.ACTIVE, 100, 100, 1_000));
    assertThat(api.stores.identities().owner(address)).contains(identity.id());
    ApiKey token = api.stored(answer.text("accessToken"));
    assertThat(answer.text("accessToken")).startsWith("mt_live_");
    assertThat(token.tenant()).isEqualTo(tenant.id());
    assertThat(token.limits()).isEqualTo(KeyLimits.of(identity.id()));
    assertThat(token.scopes()).doesNotContain(Scope.KEYS_WRITE, Scope.IDENTITY_WRITE);
    assertThat(api.deployment.logged())
        .doesNotContain(answer.text("accessToken"))
        .contains("\"identity\":\"ada.l@post.example\"");
  }

  @Test
  void theWelcomeIsBestEffort() {
    Api mailing = Api.withMail();
    Answer queued = mailing.signUp("ada", Map.of());
    assertThat(queued.text("welcomeStatus")).isEqualTo("queued");
    assertThat(queued.text("welcomeOutboundJobId")).isEqualTo("job_0000000000000001");
    assertThat(mailing.mails()).hasSize(1);
    assertThat(mailing.mails().getFirst().to()).hasToString("ops@example.com");
    assertThat(mailing.mails().getFirst().text())
        .contains("ada@post.example")
        .doesNotContain(queued.text("accessToken"));

    Answer refused = Api.with((to, subject, text) -> Optional.empty()).signUp("ada", Map.of());
    assertThat(refused.text("welcomeStatus")).isEqualTo("failed");

    Api broken =
        Api.with((to, subject, text) -> {
          throw new IllegalStateException("no mail today");
        });
    Answer failed = broken.signUp("ada", Map.of());
    assertThat(failed.status()).isEqualTo(201);
    assertThat(failed.text("welcomeStatus")).isEqualTo("failed");
  }

  @Test
  void ofManySignUpsForOneAliasOneGetsIt() {
    Api wide = Api.with(MANY);

    List<Answer> answers = Race.run(50, number -> () -> wide.signUp("ada", Map.of()));

    assertThat(answers).extracting(Answer::status).containsOnlyOnce(201).containsOnly(201, 409);
    assertThat(answers)
        .filteredOn(answer -> answer.status() == 409)
        .extracting(answer -> answer.text("code"))
        .containsOnly("alias_unavailable");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "admin",
        "Postmaster",
        "no-reply",
        "mailer-daemon",
        "admin+x",
        "billing",
        "api",
        "support",
        "hello",
        "privacy",
        "dmarc",
        "www",
        "help",
        "a.b.u.s.e",
        "security+",
        "root",
        "hostmaster"
      })
  void reservedAliasesAreNotToBeHad(String alias) {
    Answer answer =
        api.refused("POST", "/public/signup", "", Api.signUpBody(alias), 409, "alias_unavailable");

    assertThat(answer.fields()).containsExactly("mailboxAlias");
  }

  @Test
  void aHandleOfARotatedIdentityIsTaken() {
    api.stores.identities().create(Fixtures.identity(Handle.parse("sales.team@post.example")));

    assertThat(api.signUp("sales.team", Map.of()).text("code")).isEqualTo("alias_unavailable");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ab",
        ".ada",
        "-ada",
        "ada..l",
        "ada.",
        "a d a",
        "ada@post.example",
        "äda",
        "ada\\n",
        "abcdefghijklmnopqrstuvwxyz1234567",
        "ada/x",
        "",
        "ada\\u0000"
      })
  void aliasesThatBreakTheRuleAreRefused(String alias) {
    Answer answer =
        api.refused("POST", "/public/signup", "", Api.signUpBody(alias), 400, "invalid_field");

    assertThat(answer.fields()).containsExactly("mailboxAlias");
  }

  @Test
  void aliasesAtTheLimitsAreTaken() {
    assertThat(api.signUp("0-9", Map.of()).status()).isEqualTo(201);
    assertThat(api.signUp("a".repeat(32), Map.of()).status()).isEqualTo(201);
  }

  @Test
  void everyWrongFieldIsNamed() {
    Answer none = api.refused("POST", "/public/signup", "", "{}", 400, "missing_field");
    assertThat(none.fields())
        .containsExactly("mailboxAlias", "agentName", "operatorEmail", "productName", "useCase");

    Answer some =
        api.refused(
            "POST",
            "/public/signup",
            "",
            "{\"mailboxAlias\":\"x\",\"agentName\":\"a\\u202eb\",\"operatorEmail\":\"nobody\","
                + "\"productName\":\" \",\"useCase\":\"two\\nlines\"}",
            400,
            "invalid_field");
    assertThat(some.fields())
        .containsExactly("mailboxAlias", "agentName", "operatorEmail", "productName");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"mailboxAlias\":[1]}  | 400 | invalid_field",
        "{\"plan\":\"gold\"}     | 400 | unknown_field",
        "[]                      | 400 | malformed_json",
        "{                       | 400 | malformed_json",
      })
  void otherBodiesAreRefused(String body, int status, String code) {
    api.refused("POST", "/public/signup", "", body, status, code);
  }

  @Test
  void aRepetitionIsToldWhatItMadeButNotTheToken() {
    Map<String, String> key = Api.keyed("one");
    Answer first = api.signUp("ada", key);

    Answer again = api.signUp("ada", key);

    assertThat(again.status()).isEqualTo(409);
    assertThat(again.text("code")).isEqualTo("already_exists");
    for (String field : List.of("tenantId", "mailboxId", "mailboxAddress", "identity")) {
      assertThat(again.text(field)).isEqualTo(first.text(field));
    }
    assertThat(again.text("fix")).contains("POST /public/token/reissue");
    assertThat(again.body().toString()).doesNotContain("mt_live_");
    assertThat(api.signUp("bob", key).text("code")).isEqualTo("idempotency_conflict");
  }

  @Test
  void ofManyRepetitionsAtOnceOneSeesTheToken() {
    List<Answer> answers = Race.run(10, number -> () -> api.signUp("ada", Api.keyed("k")));

    assertThat(answers).extracting(Answer::status).containsOnlyOnce(201).containsOnly(201, 409);
    assertThat(answers)
        .extracting(answer -> answer.text("tenantId"))
        .containsOnly(answers.getFirst().text("tenantId"));
  }

  @Test
  void oneAddressSignsUpTenTimesAnHour() {
    for (int i = 0; i < 10; i++) {
      assertThat(api.signUp("ada" + i, Map.of("x-forwarded-for", "198.51.100." + i)).status())
          .isEqualTo(201);
      api.deployment.clock().advance(Duration.ofMinutes(1));
    }

    Answer full = api.signUp("late", Map.of("x-forwarded-for", "198.51.100.99"));

    assertThat(full.status()).isEqualTo(429);
    assertThat(full.text("code")).isEqualTo("rate_limited");
    assertThat(full.headers()).containsEntry("retry-after", "3000");
    assertThat(full.body().path("binding").path("resetsAt").asString())
        .isEqualTo("2031-05-14T13:00:00.000Z");
    assertThat(api.from("192.0.2.8", "/public/signup", Api.signUpBody("other")).status())
        .isEqualTo(201);
    api.deployment.clock().advance(Duration.ofMinutes(50));
    assertThat(api.signUp("late", Map.of()).status()).isEqualTo(201);
    assertThat(api.signUp("later", Map.of()).status()).isEqualTo(429);
  }

  @Test
  void theLimitIsExactUnderConcurrency() {
    List<Answer> answers = Race.run(64, number -> () -> api.signUp("ada" + number, Map.of()));

    assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(10);
    assertThat(answers).filteredOn(answer -> answer.status() == 429).hasSize(54);
  }

  @Test
  void anIpv6NetworkIsOneCallerAndNoAddressIsStored() {
    Api narrow = Api.with(Map.of("SIGNUPS_PER_HOUR", "1"));

    assertThat(narrow.from("2001:db8:1:2::1", "/public/signup", Api.signUpBody("one")).status())
        .isEqualTo(201);
    assertThat(
            narrow.from("2001:db8:1:2:ffff::9", "/public/signup", Api.signUpBody("two")).status())
        .isEqualTo(429);
    assertThat(narrow.from("2001:db8:1:3::1", "/public/signup", Api.signUpBody("two")).status())
        .isEqualTo(201);
    assertThat(narrow.deployment.contents().toString()).doesNotContain("2001:", "20010db8");
  }

  @Test
  void whatIsMalformedReservedOrRepeatedIsNotCounted() {
    Api narrow = Api.with(Map.of("SIGNUPS_PER_HOUR", "1"));

    assertThat(narrow.signUp("x", Map.of()).status()).isEqualTo(400);
    assertThat(narrow.signUp("admin", Map.of()).status()).isEqualTo(409);
    assertThat(narrow.signUp("ada", Api.keyed("k")).status()).isEqualTo(201);
    assertThat(narrow.signUp("ada", Api.keyed("k")).status()).isEqualTo(409);
    assertThat(narrow.signUp("bob", Map.of()).status()).isEqualTo(429);
  }

  @Test
  void aLostAnswerIsRepeatedAndTellsHowToGetAToken() {
    Deployment lossy = new Deployment().with(AccountsHandler::new);
    lossy.loseTransaction(1, true);
    Caller nobody = lossy.nobody();
    Map<String, String> key = Api.keyed("lost");
    String body = Api.signUpBody("ada");

    assertThat(nobody.post("/public/signup", body, key).status()).isEqualTo(503);

    assertThat(nobody.post("/public/signup", body, key).text("code")).isEqualTo("already_exists");
  }
}
