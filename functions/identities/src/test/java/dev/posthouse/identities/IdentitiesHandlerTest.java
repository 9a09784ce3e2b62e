package dev.posthouse.identities;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.identity.Term;
import dev.posthouse.domain.identity.Terms.Renewal;
import dev.posthouse.domain.purse.Credits;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.dynamodb.DynamoTerms;
import dev.posthouse.testbed.Answer;
import dev.posthouse.testbed.Deployment;
import dev.posthouse.testing.Fixtures;
import dev.posthouse.testing.Race;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class IdentitiesHandlerTest {
  private final Api api = new Api("instant");

  @Test
  void anIdentityShowsHowLongItsTierIsPaidForAndWhatIsOpen() {
    api.create("dana", "growth");
    assertThat(api.get(Api.DANA).body().has("term")).isFalse();
    var terms = new DynamoTerms(api.deployment.table());
    Term none = Term.none(api.roster("dana"), Fixtures.NOW);
    var due = new Term.Due("growth", new Credits(900), Fixtures.NOW, Fixtures.NOW.plus(Term.GRACE));
    Term owing =
        new Term(
            none.identity(),
            none.tenant(),
            none.handle(),
            1,
            none.paidUntil(),
            new Credits(400),
            Optional.of(due),
            Optional.empty(),
            Optional.empty());
    terms.renew(new Renewal(none, owing, Optional.empty(), Optional.empty()), Fixtures.NOW);

    JsonNode term = api.get(Api.DANA).body().path("term");

    assertThat(term.path("paidUntil").asString()).isEqualTo("2031-05-14T12:00:00.000Z");
    assertThat(term.path("credits").asInt()).isEqualTo(400);
    assertThat(term.path("due").path("credits").asInt()).isEqualTo(900);
    assertThat(term.path("due").path("suspendedAt").asString())
        .isEqualTo("2031-05-21T12:00:00.000Z");
  }

  @Test
  void theRoutesAreThoseOfTheTemplate() {
    assertThat(new IdentitiesHandler(api.deployment).routes())
        .containsExactlyInAnyOrder(
            "POST /v1/identities",
            "GET /v1/identities",
            "GET /v1/identities/{handle}",
            "PATCH /v1/identities/{handle}",
            "DELETE /v1/identities/{handle}",
            "GET /v1/identities/{handle}/usage",
            "GET /v1/identities/{handle}/domains",
            "POST /v1/identities/{handle}/domains",
            "POST /v1/identities/{handle}/domains/{domain}/verify",
            "GET /v1/identities/{handle}/pool",
            "POST /v1/identities/{handle}/pool",
            "PATCH /v1/identities/{handle}/pool/{address}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dana@post.example", "dana%40post.example", "DANA@Post.Example"})
  void aHandleIsFoundHoweverItIsWritten(String handle) {
    api.create("dana", "starter");

    assertThat(api.get(Api.IDENTITIES + "/" + handle).status()).isEqualTo(200);
    assertThat(api.get(Api.IDENTITIES + "/" + handle + "/pool").status()).isEqualTo(200);
  }

  @Test
  void aHandleIsFoundAsTheGatewayHandsItOver() {
    api.create("dana", "starter");
    APIGatewayV2HTTPEvent event =
        Deployment.event(
            "GET",
            "/v1/identities/dana%40post.example",
            null,
            Map.of("authorization", "Bearer " + api.key));
    event.setRouteKey("GET /v1/identities/{handle}");
    event.setPathParameters(Map.of("handle", "dana@post.example"));

    assertThat(api.deployment.call(event).text("handle")).isEqualTo("dana@post.example");
  }

  @ParameterizedTest
  @ValueSource(strings = {"eve@post.example", "dana", "dana@", "@", "%00@post.example"})
  void whatIsNoHandleIsNotFound(String handle) {
    api.create("dana", "starter");
    String path = Api.IDENTITIES + "/" + handle;

    api.refused("GET", path, api.key, Map.of(), null, 404, "not_found");
    api.refused("GET", path + "/pool", api.key, Map.of(), null, 404, "not_found");
    api.refused("PATCH", path, api.key, Map.of(), "{\"paused\":true}", 404, "not_found");
  }

  @Test
  void anotherTenantsIdentityIsNotFound() {
    api.create("dana", "starter");
    String other = api.keyOfAnotherTenant();

    api.refused("GET", Api.DANA, other, Map.of(), null, 404, "not_found");
    api.refused("GET", Api.DANA + "/pool", other, Map.of(), null, 404, "not_found");
    api.refused("PATCH", Api.DANA, other, Map.of(), "{\"paused\":true}", 404, "not_found");
    assertThat(api.call("GET", Api.IDENTITIES, other, Map.of(), null).body().path("items").size())
        .isZero();
  }

  @Test
  void readingAndWritingAreDifferentScopes() {
    String reader = api.keyOf(Fixtures.tenant(), Set.of(Scope.IDENTITY_READ));
    String writer = api.keyOf(Fixtures.tenant(), Set.of(Scope.IDENTITY_WRITE));

    api.refused("PATCH", Api.DANA, reader, Map.of(), "{\"paused\":true}", 403, "missing_scope");
    for (String path : List.of(Api.IDENTITIES, Api.DANA, Api.DANA + "/pool")) {
      api.refused("GET", path, writer, Map.of(), null, 403, "missing_scope");
      api.refused("GET", path, "", Map.of(), null, 401, "missing_token");
    }
  }

  @Test
  void identitiesAreListedPageByPage() {
    for (int i = 0; i < 5; i++) {
      api.create("agent" + i, "starter");
    }

    List<String> handles = new ArrayList<>();
    String cursor = "";
    for (int size : new int[] {2, 2, 1}) {
      Answer page = api.get(Api.IDENTITIES + "?limit=2" + cursor);
      assertThat(page.body().path("items").size()).isEqualTo(size);
      page.body().path("items").forEach(item -> handles.add(item.path("handle").asString()));
      cursor = "&cursor=" + page.text("nextCursor");
      assertThat(page.body().path("nextCursor").isNull()).isEqualTo(size == 1);
    }

    assertThat(handles).hasSize(5).doesNotHaveDuplicates();
    assertThat(api.get(Api.IDENTITIES + "?limit=200").body().path("items").size()).isEqualTo(5);
    assertThat(api.get(Api.IDENTITIES + "?limit=5").body().path("nextCursor").isNull()).isTrue();
  }

  @Test
  void aCursorIsGoodForItsOwnListOnly() {
    api.create("agent1", "starter");
    api.create("agent2", "starter");
    String cursor = api.get(Api.IDENTITIES + "?limit=1").text("nextCursor");

    for (String bad : List.of("x", "%00", "AAAA", cursor.substring(1), "")) {
      Answer answer =
          api.refused(
              "GET",
              Api.IDENTITIES + "?cursor=" + bad,
              api.key,
              Map.of(),
              null,
              400,
              "invalid_field");
      assertThat(Api.field(answer)).isEqualTo("cursor");
    }
    String path = Api.IDENTITIES + "?limit=1&cursor=" + cursor;
    api.refused("GET", path, api.keyOfAnotherTenant(), Map.of(), null, 400, "invalid_field");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "201", "-1", "1.5", "x", "", "99999999999999999999"})
  void aLimitIsANumberFromOneToTwoHundred(String limit) {
    Answer answer =
        api.refused(
            "GET",
            Api.IDENTITIES + "?limit=" + limit,
            api.key,
            Map.of(),
            null,
            400,
            "invalid_field");
    assertThat(Api.field(answer)).isEqualTo("limit");
  }

  @Test
  void anIdentityIsRenamedPausedAndResumed() {
    api.create("dana", "starter");
    long revision = api.roster("dana").revision();

    Answer paused = api.patch(Api.DANA, "{\"displayName\":\" Dana D. \",\"paused\":true}");
    assertThat(paused.status()).isEqualTo(200);
    assertThat(paused.text("state")).isEqualTo("paused");
    assertThat(paused.text("displayName")).isEqualTo("Dana D.");
    assertThat(api.roster("dana").revision()).isEqualTo(revision + 1);
    assertThat(api.get(Api.DANA).body()).isEqualTo(paused.body());

    assertThat(api.patch(Api.DANA, "{\"paused\":false}").text("state")).isEqualTo("active");
    assertThat(api.roster("dana").revision()).isEqualTo(revision + 2);
  }

  @Test
  void whatIsSoAlreadyIsNotWrittenAgain() {
    api.create("dana", "starter");
    var before = api.deployment.contents();

    assertThat(api.patch(Api.DANA, "{\"paused\":false,\"displayName\":\"Dana Demo\"}").status())
        .isEqualTo(200);

    assertThat(api.deployment.contents()).isEqualTo(before);
  }

  @Test
  void whoWasPausedBeforeAnythingWasReadyGoesOnWaiting() {
    Api manual = new Api("manual");
    String domains = ",\"domains\":[\"a.example\",\"b.example\"]}";
    manual.create(Api.body("dana", "starter").replace("}", domains), Map.of());

    assertThat(manual.patch(Api.DANA, "{\"paused\":true}").text("state")).isEqualTo("paused");

    assertThat(manual.patch(Api.DANA, "{\"paused\":false}").text("state"))
        .isEqualTo("provisioning");
  }

  @Test
  void onlyTheOperatorLiftsASuspension() {
    api.create("dana", "starter");
    api.setState("dana", IdentityState.SUSPENDED);

    for (String paused : List.of("true", "false")) {
      String body = "{\"paused\":" + paused + "}";
      api.refused("PATCH", Api.DANA, api.key, Map.of(), body, 409, "identity_inactive");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"paused\":\"yes\"}",
        "{\"paused\":1}",
        "{\"displayName\":\"\"}",
        "{\"displayName\":\"a\\u0000b\"}",
        "{\"handle\":\"eve@post.example\"}",
        "[]",
        ""
      })
  void aBadChangeIsRefused(String body) {
    api.create("dana", "starter");
    var before = api.deployment.contents();

    assertThat(api.patch(Api.DANA, body).status()).isEqualTo(400);

    assertThat(api.deployment.contents()).isEqualTo(before);
  }

  @Test
  void changesAtOnceAreAllMade() {
    api.create("dana", "growth");
    List<String> addresses =
        api.roster("dana").mailboxes().stream()
            .map(mailbox -> mailbox.address().toString())
            .toList();

    List<Answer> answers =
        Race.run(
            5,
            number ->
                () ->
                    number == 4
                        ? api.patch(Api.DANA, "{\"paused\":true}")
                        : api.operator(
                            "PATCH",
                            Api.DANA + "/pool/" + addresses.get(number),
                            "{\"health\":" + (50 + number) + "}"));

    assertThat(answers).extracting(Answer::status).containsOnly(200);
    assertThat(api.roster("dana").state()).isEqualTo(IdentityState.PAUSED);
    assertThat(api.roster("dana").mailboxes())
        .extracting(mailbox -> mailbox.health())
        .containsExactly(50, 51, 52, 53);
  }
}
