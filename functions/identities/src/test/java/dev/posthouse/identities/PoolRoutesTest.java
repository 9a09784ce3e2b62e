package dev.posthouse.identities;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.pool.MailboxState;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.testbed.Answer;
import dev.posthouse.testbed.Deployment;
import dev.posthouse.testing.Fixtures;
import dev.posthouse.testing.Race;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class PoolRoutesTest {
  private static final String POOL = Api.DANA + "/pool";
  private static final String FIRST = POOL + "/dana.demo@dana-1.post.example";

  private final Api api = new Api("instant");

  @Test
  void aPoolIsShownWithWhatTheDayHasUsed() {
    api.create("dana", "starter");
    Roster roster = api.roster("dana");
    var job = Fixtures.job(roster, 1, Fixtures.person());
    assertThat(api.outbox.commit(Fixtures.firstContacts(roster, job))).isTrue();

    Answer answer = api.get(POOL);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("identity")).isEqualTo("dana@post.example");
    assertThat(answer.text("resetsAt")).isEqualTo("2031-05-15T00:00:00.000Z");
    assertThat(answer.body().path("usedToday").asInt()).isEqualTo(1);
    JsonNode second = answer.body().path("mailboxes").path(1);
    assertThat(second.path("address").asString()).isEqualTo("dana.demo@dana-2.post.example");
    assertThat(second.path("domain").asString()).isEqualTo("dana-2.post.example");
    assertThat(second.path("state").asString()).isEqualTo("active");
    assertThat(second.path("stage").asInt()).isEqualTo(100);
    assertThat(second.path("earnedDays").asDouble()).isEqualTo(28);
    assertThat(second.path("band").asString()).isEqualTo("grow");
    assertThat(second.path("usedToday").asInt()).isEqualTo(1);
    assertThat(second.path("capToday").asInt()).isEqualTo(93);
    assertThat(second.path("eligible").asBoolean()).isTrue();
    assertThat(api.operator("GET", POOL, null).body()).isEqualTo(answer.body());
    for (String window : List.of("24h", "30d")) {
      JsonNode buckets = api.get(Api.DANA + "/usage?window=" + window).body().path("buckets");
      assertThat(buckets.path(buckets.size() - 1).path("sends").asInt()).as(window).isEqualTo(1);
    }
  }

  @Test
  void aMailboxThatCannotSendSaysWhy() {
    api.create("dana", "starter");

    assertThat(api.operator("PATCH", FIRST, "{\"state\":\"pulled\"}").text("reason"))
        .isEqualTo("not_active");
    assertThat(api.operator("PATCH", FIRST, "{\"state\":\"active\",\"health\":19}").text("reason"))
        .isEqualTo("unhealthy");
    assertThat(api.operator("PATCH", FIRST, "{\"health\":20,\"dailyCap\":0}").text("reason"))
        .isEqualTo("spent");
    assertThat(api.operator("PATCH", FIRST, "{\"dailyCap\":1}").body().has("reason")).isFalse();
  }

  @Test
  void theOperatorAddsAMailbox() {
    api.create("dana", "starter");

    Answer answer = api.operator("POST", POOL, "{\"address\":\"D.Demo@One.Example\"}");

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.text("address")).isEqualTo("d.demo@one.example");
    assertThat(answer.text("state")).isEqualTo("active");
    assertThat(answer.body().path("stage").asInt()).isZero();
    assertThat(answer.body().path("capToday").asInt()).isEqualTo(4);
    assertThat(answer.body().path("eligible").asBoolean()).isTrue();
    assertThat(api.get(POOL).body().path("mailboxes").size()).isEqualTo(3);
    assertThat(api.get(Api.DANA).text("lifecycle")).isEqualTo("warming");
  }

  @Test
  void aStageGivesTheCapUnlessOneIsNamed() {
    api.create("dana", "starter");

    assertThat(cap("POST", POOL, "{\"address\":\"a@one.example\",\"stage\":100}")).isEqualTo(93);
    assertThat(cap("POST", POOL, "{\"address\":\"b@one.example\",\"stage\":50,\"dailyCap\":150}"))
        .isEqualTo(150);
    assertThat(cap("PATCH", FIRST, "{\"stage\":0}")).isEqualTo(4);
    assertThat(cap("PATCH", FIRST, "{\"stage\":50,\"dailyCap\":7}")).isEqualTo(7);
    assertThat(cap("PATCH", FIRST, "{\"health\":90}")).isEqualTo(7);
  }

  private int cap(String method, String path, String body) {
    return api.operator(method, path, body).body().path("capToday").asInt();
  }

  @Test
  void anAddressThatIsTakenIsNotAdded() {
    api.create("dana", "starter");
    api.create("eve", "starter");

    for (String address :
        List.of("Dana.Demo@dana-1.post.example", "dana.demo@eve-1.post.example")) {
      String body = "{\"address\":\"" + address + "\"}";
      api.refused("POST", POOL, Deployment.ADMIN_KEY, Map.of(), body, 409, "already_exists");
    }
  }

  @Test
  void anAddressAddedManyTimesAtOnceIsAddedOnce() {
    api.create("dana", "starter");

    List<Answer> answers =
        Race.run(
            8, number -> () -> api.operator("POST", POOL, "{\"address\":\"new@one.example\"}"));

    assertThat(answers).extracting(Answer::status).containsOnlyOnce(201).containsOnly(201, 409);
    assertThat(api.roster("dana").mailboxes()).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{}|missing_field|address",
        "{\"address\":\"nobody\"}|invalid_field|address",
        "{\"address\":\"a/b@one.example\"}|invalid_field|address",
        "{\"address\":\"eve@post.example\"}|invalid_field|address",
        "{\"address\":\"a@one.example\",\"stage\":101}|invalid_field|stage",
        "{\"address\":\"a@one.example\",\"stage\":-1}|invalid_field|stage",
        "{\"address\":\"a@one.example\",\"stage\":1.5}|invalid_field|stage",
        "{\"address\":\"a@one.example\",\"dailyCap\":-1}|invalid_field|dailyCap",
        "{\"address\":\"a@one.example\",\"dailyCap\":151}|invalid_field|dailyCap",
        "{\"address\":\"a@one.example\",\"state\":\"active\"}|unknown_field|state"
      })
  void aBadMailboxIsRefusedByField(String body, String code, String field) {
    api.create("dana", "starter");

    Answer answer = api.refused("POST", POOL, Deployment.ADMIN_KEY, Map.of(), body, 400, code);

    assertThat(Api.field(answer)).isEqualTo(field);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{}|missing_field|state",
        "{\"reason\":\"none\"}|missing_field|state",
        "{\"state\":\"provisioning\"}|invalid_field|state",
        "{\"state\":\"ACTIVE\"}|invalid_field|state",
        "{\"state\":\"gone\"}|invalid_field|state",
        "{\"stage\":101}|invalid_field|stage",
        "{\"health\":-1}|invalid_field|health",
        "{\"dailyCap\":151}|invalid_field|dailyCap",
        "{\"state\":\"pulled\",\"reason\":\"a\\nb\"}|invalid_field|reason",
        "{\"address\":\"a@b.example\"}|unknown_field|address"
      })
  void aBadChangeIsRefusedByField(String body, String code, String field) {
    api.create("dana", "starter");

    Answer answer = api.refused("PATCH", FIRST, Deployment.ADMIN_KEY, Map.of(), body, 400, code);

    assertThat(Api.field(answer)).isEqualTo(field);
  }

  @Test
  void onlyTheOperatorChangesAPool() {
    api.create("dana", "starter");
    String add = "{\"address\":\"a@one.example\"}";

    api.refused("POST", POOL, api.key, Map.of(), add, 401, "invalid_token");
    api.refused("POST", POOL, "", Map.of(), add, 401, "missing_token");
    api.refused("PATCH", FIRST, api.key, Map.of(), "{\"health\":1}", 401, "invalid_token");
    api.refused("PATCH", FIRST, "", Map.of(), "{\"health\":1}", 401, "missing_token");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nobody@dana-1.post.example", "dana.demo", "@", "dana@post.example"})
  void aMailboxThatIsNotInThePoolIsNotFound(String address) {
    api.create("dana", "starter");
    String path = POOL + "/" + address;

    api.refused("PATCH", path, Deployment.ADMIN_KEY, Map.of(), "{\"health\":1}", 404, "not_found");
  }

  @Test
  void thePoolOfNobodyIsNotFound() {
    String path = Api.IDENTITIES + "/nobody@post.example/pool";
    String add = "{\"address\":\"a@one.example\"}";

    api.refused("POST", path, Deployment.ADMIN_KEY, Map.of(), add, 404, "not_found");
    api.refused(
        "PATCH",
        path + "/a@b.example",
        Deployment.ADMIN_KEY,
        Map.of(),
        "{\"health\":1}",
        404,
        "not_found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"state\":\"active\"}",
        "{\"state\":\"pulled\"}",
        "{\"health\":1}",
        "{\"stage\":1}"
      })
  void aRetiredMailboxStaysAsItIs(String body) {
    api.create("dana", "starter");
    Answer retired = api.operator("PATCH", FIRST, "{\"state\":\"retired\"}");
    assertThat(retired.text("state")).isEqualTo("retired");
    assertThat(api.get(Api.DANA).body().path("poolSize").asInt()).isEqualTo(1);

    api.refused("PATCH", FIRST, Deployment.ADMIN_KEY, Map.of(), body, 409, "conflict");
    assertThat(api.operator("PATCH", FIRST, "{\"state\":\"retired\"}").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dana.demo%40a.example", "DANA.Demo@A.example"})
  void theFirstActiveMailboxLetsTheIdentitySend(String address) {
    Api manual = manual();

    Answer answer =
        manual.operator(
            "PATCH", POOL + "/" + address, "{\"state\":\"active\",\"reason\":\"DKIM verified\"}");

    assertThat(answer.text("state")).isEqualTo("active");
    Answer identity = manual.get(Api.DANA);
    assertThat(identity.text("state")).isEqualTo("active");
    assertThat(identity.text("lifecycle")).isEqualTo("warming");
    assertThat(identity.body().path("capacityToday").asInt()).isEqualTo(4);
    assertThat(manual.deployment.logged().lines())
        .filteredOn(line -> line.contains("\"reason\":\"DKIM verified\""))
        .singleElement()
        .asString()
        .contains(
            "\"identity\":\"dana@post.example\",\"mailbox\":\"dana.demo@a.example\","
                + "\"oldState\":\"provisioning\",\"newState\":\"active\"");
  }

  @Test
  void anAddedMailboxLetsTheIdentitySendToo() {
    Api manual = manual();

    manual.operator("POST", POOL, "{\"address\":\"new@c.example\"}");

    assertThat(manual.get(Api.DANA).text("state")).isEqualTo("active");
  }

  @Test
  void anActivationThatWasLostIsMadeGoodByTheNextChange() {
    Api manual = manual();
    manual.deployment.loseTransaction(2, false);
    String add = "{\"address\":\"new@c.example\"}";
    assertThat(manual.operator("POST", POOL, add).status()).isEqualTo(503);
    assertThat(manual.get(Api.DANA).text("state")).isEqualTo("provisioning");

    manual.operator("PATCH", POOL + "/new@c.example", "{\"state\":\"active\"}");

    assertThat(manual.get(Api.DANA).text("state")).isEqualTo("active");
  }

  @Test
  void aPausedIdentityStaysPausedWhenItsMailboxBecomesActive() {
    Api manual = manual();
    manual.patch(Api.DANA, "{\"paused\":true}");

    manual.operator("PATCH", POOL + "/dana.demo@a.example", "{\"state\":\"active\"}");

    assertThat(manual.get(Api.DANA).text("state")).isEqualTo("paused");
    assertThat(manual.patch(Api.DANA, "{\"paused\":false}").text("state")).isEqualTo("active");
    assertThat(manual.roster("dana").mailboxes().getFirst().state()).isEqualTo(MailboxState.ACTIVE);
  }

  private static Api manual() {
    Api manual = new Api("manual");
    String domains = ",\"domains\":[\"a.example\",\"b.example\"]}";
    manual.create(Api.body("dana", "starter").replace("}", domains), Map.of());
    return manual;
  }
}
