package dev.posthouse.identities;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.identity.Tier;
import dev.posthouse.domain.identity.Tiers;
import dev.posthouse.domain.pool.Mailbox;
import dev.posthouse.domain.pool.MailboxState;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.tenant.OutboundStatus;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.testbed.Answer;
import dev.posthouse.testing.Fixtures;
import dev.posthouse.testing.Race;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CreateIdentityTest {
  private static final String GROWTH = Api.body("dana", "growth");
  private static final Map<String, String> ONE = Map.of("idempotency-key", "one");

  private final Api api = new Api("instant");

  @Test
  void anIdentityIsReadyAtOnceWhereProvisioningIsInstant() {
    Answer answer = api.create(Api.body("Dana", "growth"), Map.of());

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.text("handle")).isEqualTo("dana@post.example");
    assertThat(answer.text("displayName")).isEqualTo("Dana Demo");
    assertThat(answer.text("tier")).isEqualTo("growth");
    assertThat(answer.body().path("dailyCap").asInt()).isEqualTo(300);
    assertThat(answer.text("state")).isEqualTo("active");
    assertThat(answer.text("lifecycle")).isEqualTo("steady");
    assertThat(answer.body().path("poolSize").asInt()).isEqualTo(4);
    assertThat(answer.body().path("domains").toString())
        .isEqualTo("[\"dana-1.post.example\",\"dana-2.post.example\"]");
    assertThat(answer.body().path("capacityToday").asInt()).isEqualTo(300);
    assertThat(answer.text("fullCapacityAt")).isEqualTo("2031-05-14");
    assertThat(answer.body().path("pacing").path("dripMinGapSeconds").asInt()).isZero();
    assertThat(answer.text("createdAt")).isEqualTo("2031-05-14T12:00:00.000Z");
    assertThat(api.roster("dana").mailboxes())
        .extracting(mailbox -> mailbox.address().toString())
        .containsExactly(
            "dana.demo@dana-1.post.example",
            "dana.demo@dana-2.post.example",
            "dana@dana-1.post.example",
            "dana@dana-2.post.example");
    assertThat(api.get(Api.DANA).body()).isEqualTo(answer.body());
  }

  @Test
  void everyTierGetsItsWholePoolSpreadEvenly() {
    for (String name : Tiers.standard().names()) {
      Tier tier = Tiers.standard().find(name).orElseThrow();

      Answer answer = api.create("a-" + name, name);

      Roster roster = api.roster("a-" + name);
      assertThat(roster.mailboxes()).hasSize(tier.mailboxes());
      assertThat(roster.mailboxes()).extracting(Mailbox::address).doesNotHaveDuplicates();
      Map<String, Long> perDomain =
          roster.mailboxes().stream()
              .collect(
                  Collectors.groupingBy(
                      mailbox -> mailbox.address().domain(), Collectors.counting()));
      assertThat(perDomain).hasSize(tier.domains());
      long least = tier.mailboxes() / tier.domains();
      assertThat(perDomain.values()).allMatch(count -> count == least || count == least + 1);
      assertThat(answer.body().path("capacityToday").asInt()).isEqualTo(tier.dailyCap());
      assertThat(api.get(Api.IDENTITIES + "/a-" + name + "@post.example").body())
          .isEqualTo(answer.body());
    }
  }

  @Test
  void elsewhereAnIdentityWaitsForTheOperator() {
    Api manual = new Api("manual");
    String body =
        GROWTH.replace("}", ",\"domains\":[\"One.Example\",\"bücher.example\",\"three.example\"]}");

    Answer answer = manual.create(body, Map.of());

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.text("state")).isEqualTo("provisioning");
    assertThat(answer.text("lifecycle")).isEqualTo("provisioning");
    assertThat(answer.body().path("capacityToday").asInt()).isZero();
    assertThat(answer.body().path("domains").toString())
        .isEqualTo("[\"one.example\",\"xn--bcher-kva.example\",\"three.example\"]");
    assertThat(manual.roster("dana").mailboxes())
        .allMatch(mailbox -> mailbox.state() == MailboxState.PROVISIONING)
        .allMatch(mailbox -> mailbox.stage() == 0 && mailbox.dailyCap() == 4);
    assertThat(manual.get(Api.DANA).body()).isEqualTo(answer.body());
  }

  @Test
  void tooFewDomainsAreRefusedWhereNoneIsMadeUp() {
    Api manual = new Api("manual");
    String one = GROWTH.replace("}", ",\"domains\":\"one.example\"}");

    for (String body : List.of(GROWTH, one)) {
      Answer answer =
          manual.refused(
              "POST", Api.IDENTITIES, manual.key, Map.of(), body, 422, "too_few_domains");
      assertThat(Api.field(answer)).isEqualTo("domains");
      assertThat(answer.text("fix")).contains("at least 2 domains");
    }
  }

  @Test
  void missingDomainsAreMadeUpApartForEveryHandle() {
    api.create("a.b", "starter");
    api.create("a-b", "starter");

    assertThat(domains("a.b")).doesNotContainAnyElementsOf(domains("a-b"));
  }

  private Set<String> domains(String handle) {
    return api.roster(handle).mailboxes().stream()
        .map(mailbox -> mailbox.address().domain())
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "\"handle\":\"dana@post.example\"|\"handle\":\"dana@other.example\"|invalid_field|handle",
        "\"handle\":\"dana@post.example\"|\"handle\":\"dana\"|invalid_field|handle",
        "\"handle\":\"dana@post.example\"|\"handle\":\"da/na@post.example\"|invalid_field|handle",
        "\"handle\":\"dana@post.example\"|\"handle\":\"Post-Master@post.example\""
            + "|invalid_field|handle",
        "\"handle\":\"dana@post.example\"|\"handle\":\"abuse@POST.example\"|invalid_field|handle",
        "\"handle\":\"dana@post.example\"|\"handle\":null|missing_field|handle",
        "\"Dana Demo\"|\"  \"|invalid_field|displayName",
        "\"Dana Demo\"|\"Dana\\r\\nBcc: x\"|invalid_field|displayName",
        "\"Dana Demo\"|\"moc.knab\\u202e\"|invalid_field|displayName",
        "\"displayName\":\"Dana Demo\",||missing_field|displayName",
        "\"growth\"|\"enterprise\"|invalid_field|tier",
        "\"growth\"|3|invalid_field|tier",
        "\"growth\"|\"growth\",\"domains\":[\"a.example\",\"no domain\"]|invalid_field|domains[1]",
        "\"growth\"|\"growth\",\"domains\":[\"192.0.2.1\"]|invalid_field|domains[0]",
        "\"growth\"|\"growth\",\"domains\":[\"a.example\",\"A.example\"]|invalid_field|domains[1]",
        "\"growth\"|\"growth\",\"domains\":[\"post.example\"]|invalid_field|domains[0]",
        "\"growth\"|\"growth\",\"domains\":[\"eve-1.post.example\"]|invalid_field|domains[0]",
        "\"starter\"|\"starter\",\"domains\":[\"a.b\",\"c.d\",\"e.f\"]|invalid_field|domains",
        "\"growth\"|\"growth\",\"pace\":{}|unknown_field|pace"
      })
  void aBadRequestIsRefusedByField(String from, String to, String code, String field) {
    String tier = from.contains("starter") ? "starter" : "growth";
    String body = Api.body("dana", tier).replace(from, to == null ? "" : to);

    Answer answer = api.refused("POST", Api.IDENTITIES, api.key, Map.of(), body, 400, code);

    assertThat(Api.field(answer)).isEqualTo(field);
  }

  @Test
  void anUnknownTierIsToldTheOnesThereAre() {
    Answer answer = api.create(Api.body("dana", "huge"), Map.of());

    assertThat(answer.text("detail")).contains("starter, growth, scale, pro, business, elite");
  }

  @Test
  void whoMayNotWriteOutsideGetsNoIdentity() {
    api.refused(
        "POST",
        Api.IDENTITIES,
        api.keyOfFreeTenant(),
        ONE,
        GROWTH,
        403,
        "external_send_not_enabled");
  }

  @Test
  void aKeyWithoutTheScopeMakesNothing() {
    String reader = api.keyOf(Fixtures.tenant(), Set.of(Scope.IDENTITY_READ));
    api.refused("POST", Api.IDENTITIES, reader, Map.of(), GROWTH, 403, "missing_scope");
    api.refused("POST", Api.IDENTITIES, "", Map.of(), GROWTH, 401, "missing_token");
    api.refused("POST", Api.IDENTITIES, "sk_live_no", Map.of(), GROWTH, 401, "invalid_token");
  }

  @Test
  void aHandleThatIsTakenIsRefused() {
    api.create("dana", "growth");
    Answer eve =
        api.create(
            Api.body("eve", "starter").replace("}", ",\"domains\":[\"a.example\",\"b.example\"]}"),
            Map.of());
    assertThat(eve.status()).isEqualTo(201);

    for (String body : List.of(GROWTH, Api.body("DANA", "starter"))) {
      api.refused("POST", Api.IDENTITIES, api.key, Map.of(), body, 409, "handle_taken");
      api.refused("POST", Api.IDENTITIES, api.key, ONE, body, 409, "handle_taken");
      api.refused("POST", Api.IDENTITIES, api.keyOfAnotherTenant(), ONE, body, 409, "handle_taken");
    }
  }

  @Test
  void aRepeatedRequestGetsTheSameAnswerWhateverHappenedSince() {
    Answer first = api.create(GROWTH, ONE);
    api.patch(Api.DANA, "{\"displayName\":\"Somebody\",\"paused\":true}");
    api.operator("PATCH", Api.DANA + "/pool/dana@dana-1.post.example", "{\"state\":\"retired\"}");
    api.deployment.ports().tenants().setOutboundStatus(api.tenant.id(), OutboundStatus.SUSPENDED);
    var before = api.deployment.contents();

    Answer again = api.create(GROWTH, ONE);

    assertThat(first.headers()).doesNotContainKey("idempotent-replayed");
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.headers()).containsEntry("idempotent-replayed", "true");
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(api.deployment.contents()).isEqualTo(before);
  }

  @Test
  void anotherRequestUnderTheSameIdempotencyKeyIsAConflict() {
    api.create(GROWTH, ONE);

    for (String body :
        List.of(
            Api.body("dana", "starter"),
            Api.body("eve", "growth"),
            GROWTH.replace("Demo", "Other"),
            GROWTH.replace("}", ",\"domains\":[\"a.example\"]}"))) {
      api.refused("POST", Api.IDENTITIES, api.key, ONE, body, 409, "idempotency_conflict");
    }
    Answer other =
        api.call("POST", Api.IDENTITIES, api.keyOfAnotherTenant(), ONE, Api.body("eve", "growth"));
    assertThat(other.status()).isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void whatACrashLeavesHalfMadeIsCompletedByTheSameRequest(int transaction) {
    String body = Api.body("dana", "pro");
    for (boolean applied : new boolean[] {false, true}) {
      Api crashing = new Api("instant");
      crashing.deployment.loseTransaction(transaction, applied);

      assertThat(crashing.create(body, ONE).status()).isEqualTo(503);
      assertThat(crashing.create(body, ONE).status()).isEqualTo(201);

      Roster roster = crashing.roster("dana");
      assertThat(roster.mailboxes()).hasSize(55);
      assertThat(roster.mailboxes()).extracting(Mailbox::address).doesNotHaveDuplicates();
      assertThat(roster.state()).isEqualTo(IdentityState.ACTIVE);
    }
  }

  @Test
  void anIdentityHalfMadeDoesNotSendYet() {
    api.deployment.loseTransaction(3, false);

    api.create(Api.body("dana", "pro"), ONE);

    assertThat(api.roster("dana").state()).isEqualTo(IdentityState.PROVISIONING);
    assertThat(api.roster("dana").mailboxes()).hasSize(40);
  }

  @Test
  void anAddressThatIsTakenIsPassedOver() {
    String domains = ",\"domains\":[\"a.example\",\"b.example\"]}";
    api.create(Api.body("dana", "growth").replace("}", domains), Map.of());

    api.create(Api.body("eve", "growth").replace("}", domains), Map.of());

    assertThat(api.roster("eve").mailboxes())
        .extracting(Mailbox::address)
        .hasSize(4)
        .doesNotContainAnyElementsOf(
            api.roster("dana").mailboxes().stream().map(Mailbox::address).toList());
    for (Mailbox mailbox : api.roster("eve").mailboxes()) {
      EmailAddress address = mailbox.address();
      assertThat(api.identities.owner(address)).contains(api.roster("eve").identity());
    }
  }

  @Test
  void ofFortyWhoWantAHandleOneGetsIt() {
    List<Answer> answers = Race.run(40, number -> () -> api.create(GROWTH, Map.of()));

    assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
    assertThat(answers)
        .filteredOn(answer -> answer.text("code").equals("handle_taken"))
        .hasSize(39);
    assertThat(api.roster("dana").mailboxes()).hasSize(4);
  }

  @Test
  void ofFortyKeysForAHandleOneGetsIt() {
    List<Answer> answers =
        Race.run(
            40, number -> () -> api.create(GROWTH, Map.of("idempotency-key", "key " + number)));

    assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
    assertThat(answers)
        .filteredOn(answer -> answer.text("code").equals("handle_taken"))
        .hasSize(39);
  }

  @Test
  void theSameRequestManyTimesAtOnceMakesOneIdentityAndOneAnswer() {
    List<Answer> answers = Race.run(20, number -> () -> api.create(GROWTH, ONE));

    assertThat(answers).extracting(Answer::status).containsOnly(201);
    assertThat(answers.stream().map(Answer::body).distinct()).hasSize(1);
    assertThat(answers)
        .filteredOn(answer -> !answer.headers().containsKey("idempotent-replayed"))
        .hasSize(1);
    assertThat(api.roster("dana").mailboxes()).hasSize(4);
    assertThat(api.get(Api.IDENTITIES).body().path("items").size()).isEqualTo(1);
  }

  @Test
  void eachNewMailboxIsInTheLog() {
    api.create(GROWTH, Map.of());

    assertThat(api.deployment.logged().lines())
        .filteredOn(line -> line.contains("\"pool changed\""))
        .hasSize(4)
        .allMatch(line -> line.contains("\"identity\":\"dana@post.example\""))
        .allMatch(line -> line.contains("\"oldState\":\"none\",\"newState\":\"active\""));
  }
}
