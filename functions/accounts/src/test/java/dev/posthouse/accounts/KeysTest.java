package dev.posthouse.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.identity.Handle;
import dev.posthouse.domain.identity.Identity;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.tenant.ApiKey;
import dev.posthouse.domain.tenant.KeyBudget;
import dev.posthouse.domain.tenant.KeyLimits;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.domain.tenant.Tenant;
import dev.posthouse.testbed.Answer;
import dev.posthouse.testing.Fixtures;
import dev.posthouse.testing.Race;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class KeysTest {
  private static final String KEYS = "/v1/keys";

  private final Api api = new Api();
  private final Tenant tenant = Fixtures.tenant();
  private final String key = api.keyOf(tenant, Scope.values());

  @Test
  void aKeyIsMintedWithAllItsLimits() {
    Identity dana = identity("dana");

    Answer answer =
        api.post(
            KEYS,
            key,
            "{\"name\":\"ci\",\"scopes\":[\"mail:send\"],\"identities\":[\"Dana@post.example\"],"
                + "\"recipientDomains\":[\"Example.COM\",\"bücher.example\"],"
                + "\"budget\":{\"sendsPerDay\":100,\"newRecipientsPerDay\":5},"
                + "\"test\":true,\"expiresAt\":\"2031-06-01T00:00:00Z\"}");

    assertThat(answer.status()).as(answer.content()).isEqualTo(201);
    assertThat(answer.headers()).containsEntry("cache-control", "no-store");
    assertThat(answer.text("key")).startsWith("sk_test_");
    assertThat(answer.body().path("identities").toString()).isEqualTo("[\"dana@post.example\"]");
    assertThat(answer.body().path("recipientDomains").toString())
        .isEqualTo("[\"example.com\",\"xn--bcher-kva.example\"]");
    assertThat(answer.body().path("budget").toString())
        .isEqualTo("{\"sendsPerDay\":100,\"newRecipientsPerDay\":5}");
    ApiKey stored = api.stored(answer.text("key"));
    assertThat(stored.limits())
        .isEqualTo(
            new KeyLimits(
                Set.of(dana.id()),
                Set.of("example.com", "xn--bcher-kva.example"),
                Optional.of(new KeyBudget(OptionalInt.of(100), OptionalInt.of(5), stored.id())),
                Optional.empty(),
                true));
    assertThat(api.deployment.logged()).doesNotContain(answer.text("key"));
  }

  @Test
  void whatIsLeftOutIsAsWideAsTheMinterAndNoWider() {
    Identity dana = identity("dana");
    var limits =
        new KeyLimits(
            Set.of(dana.id()),
            Set.of("example.com"),
            Optional.of(new KeyBudget(OptionalInt.of(7), OptionalInt.empty(), someKey().id())),
            Optional.empty(),
            true);
    String narrow = api.keyOf(tenant.id(), limits, Fixtures.NOW.plusSeconds(60));

    Answer answer = api.post(KEYS, narrow, "{\"name\":\"child\"}");

    assertThat(answer.status()).isEqualTo(201);
    ApiKey child = api.stored(answer.text("key"));
    assertThat(child.limits()).isEqualTo(limits);
    assertThat(child.expiresAt()).isEqualTo(Fixtures.NOW.plusSeconds(60));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"identities\":[]                         | identities",
        "\"recipientDomains\":[]                   | recipientDomains",
        "\"recipientDomains\":[\"a.example\"]      | recipientDomains",
        "\"recipientDomains\":[\"example.com\",\"a.example\"] | recipientDomains",
        "\"budget\":{\"sendsPerDay\":8}            | budget",
        "\"budget\":{\"newRecipientsPerDay\":1}    | budget",
        "\"test\":false                            | test",
        "\"expiresAt\":\"2031-05-14T12:01:00.001Z\" | expiresAt"
      })
  void noKeyMintsAWiderOne(String field, String name) {
    var limits =
        new KeyLimits(
            Set.of(identity("dana").id()),
            Set.of("example.com"),
            Optional.of(new KeyBudget(OptionalInt.of(7), OptionalInt.empty(), someKey().id())),
            Optional.empty(),
            true);
    String narrow = api.keyOf(tenant.id(), limits, Fixtures.NOW.plusSeconds(60));

    Answer answer =
        api.refused(
            "POST", KEYS, narrow, "{\"name\":\"child\"," + field + "}", 403, "wider_than_key");

    assertThat(answer.fields()).containsExactly(name);
  }

  @Test
  void noKeyMintsAScopeItDoesNotHave() {
    String narrow = api.keyOf(Fixtures.tenant(), Scope.KEYS_WRITE, Scope.MAIL_READ);

    Answer answer =
        api.refused(
            "POST",
            KEYS,
            narrow,
            "{\"name\":\"child\",\"scopes\":[\"mail:read\",\"mail:send\"]}",
            403,
            "wider_than_key");

    assertThat(answer.fields()).containsExactly("scopes");
    assertThat(api.post(KEYS, narrow, "{\"name\":\"child\"}").body().path("scopes").toString())
        .isEqualTo("[\"mail:read\",\"keys:write\"]");
  }

  @Test
  void keysMintedWithABudgetShareIt() {
    var budget = new KeyBudget(OptionalInt.of(7), OptionalInt.of(3), someKey().id());
    var limits = new KeyLimits(Set.of(), Set.of(), Optional.of(budget), Optional.empty(), false);
    String parent = api.keyOf(tenant.id(), limits, null);

    Answer child =
        api.post(
            KEYS,
            parent,
            "{\"name\":\"c\",\"budget\":{\"sendsPerDay\":5,\"newRecipientsPerDay\":0}}");

    assertThat(api.stored(child.text("key")).limits().budget())
        .contains(new KeyBudget(OptionalInt.of(5), OptionalInt.of(0), budget.pot()));
  }

  @Test
  void theTokenOfAMailboxMintsNoKeys() {
    Answer signedUp = api.signUp("ada", Map.of());
    api.refused(
        "POST", KEYS, signedUp.text("accessToken"), "{\"name\":\"x\"}", 403, "missing_scope");
    ApiKey token = api.stored(signedUp.text("accessToken"));
    String wide = api.keyOf(token.tenant(), token.limits(), null);

    api.refused("POST", KEYS, wide, "{\"name\":\"x\"}", 403, "wider_than_key");
  }

  @Test
  void identitiesOfOthersAreNotNamed() {
    api.stores.identities().create(Fixtures.identity(Handle.parse("other@post.example")));
    Identity dana = identity("dana");
    identity("emil");
    var bound =
        new KeyLimits(Set.of(dana.id()), Set.of(), Optional.empty(), Optional.empty(), false);
    String narrow = api.keyOf(tenant.id(), bound, null);

    for (String handle : List.of("other@post.example", "nobody@post.example", "x")) {
      Answer answer =
          api.refused("POST", KEYS, key, naming("dana@post.example", handle), 400, "invalid_field");
      assertThat(answer.fields()).containsExactly("identities[1]");
    }
    api.refused("POST", KEYS, narrow, naming("emil@post.example"), 400, "invalid_field");
    assertThat(api.post(KEYS, narrow, naming("dana@post.example")).status()).isEqualTo(201);
    assertThat(api.post(KEYS, key, naming("emil@post.example")).status()).isEqualTo(201);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                                        | missing_field | name",
        "{\"name\":\"x\",\"budget\":{}}                            | missing_field |"
            + " budget.sendsPerDay",
        "{\"name\":\"x\",\"budget\":{\"sendsPerDay\":-1}}          | invalid_field |"
            + " budget.sendsPerDay",
        "{\"name\":\"x\",\"budget\":{\"newRecipientsPerDay\":1000001}} "
            + "| invalid_field | budget.newRecipientsPerDay",
        "{\"name\":\"x\",\"budget\":{\"sends\":1}}                 | unknown_field | budget.sends",
        "{\"name\":\"x\",\"recipientDomains\":[\"a b\"]}           | invalid_field |"
            + " recipientDomains[0]",
        "{\"name\":\"x\",\"recipientDomains\":[\"a@b.example\"]}   | invalid_field |"
            + " recipientDomains[0]",
        "{\"name\":\"x\",\"test\":\"yes\"}                         | invalid_field | test"
      })
  void aBadKeyIsRefusedByField(String body, String code, String field) {
    Answer answer = api.refused("POST", KEYS, key, body.strip(), 400, code);

    assertThat(answer.fields()).containsExactly(field);
  }

  @Test
  void aRepeatedKeyIsToldButItsSecretIsNot() {
    Map<String, String> once = Api.keyed("once");
    String body = "{\"name\":\"ci\"}";
    Answer first = api.call("POST", KEYS, key, once, body);

    Answer again = api.call("POST", KEYS, key, once, body);

    assertThat(again.status()).isEqualTo(409);
    assertThat(again.text("code")).isEqualTo("already_exists");
    assertThat(again.text("keyId")).isEqualTo(first.text("keyId"));
    assertThat(again.content()).doesNotContain("sk_live_");
    assertThat(api.call("POST", KEYS, key, once, "{\"name\":\"other\"}").text("code"))
        .isEqualTo("idempotency_conflict");
    assertThat(api.call("POST", KEYS, key, once, "{\"name\":\"ci\",\"test\":true}").text("code"))
        .isEqualTo("idempotency_conflict");
    // Also when the key is gone.
    api.call("DELETE", KEYS + "/" + first.text("keyId"), key, Map.of(), null);
    assertThat(api.call("POST", KEYS, key, once, body).text("code")).isEqualTo("already_exists");
  }

  @Test
  void keysAreListedPageByPageWithoutSecrets() {
    var ids = new HashSet<String>();
    for (int i = 0; i < 6; i++) {
      ids.add(api.post(KEYS, key, "{\"name\":\"k" + i + "\"}").text("keyId"));
    }
    ids.add(api.stored(key).id().value());

    var listed = new ArrayList<String>();
    String cursor = "";
    do {
      Answer page = api.get(KEYS + "?limit=3" + cursor, key);
      assertThat(page.status()).isEqualTo(200);
      assertThat(page.content()).doesNotContain("\"key\"", "secret");
      page.body().path("items").forEach(item -> listed.add(item.path("keyId").asString()));
      JsonNode next = page.body().path("nextCursor");
      cursor = next.isNull() ? "" : "&cursor=" + next.asString();
    } while (!cursor.isEmpty());

    assertThat(listed).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(ids);
    String other = api.keyOf(Fixtures.tenant(), Scope.KEYS_WRITE);
    assertThat(api.get(KEYS, other).body().path("items").size()).isEqualTo(1);
    api.refused("GET", KEYS + "?limit=0", key, null, 400, "invalid_field");
    api.refused("GET", KEYS + "?cursor=x", key, null, 400, "invalid_field");
  }

  @Test
  void aDeletedKeyIsUnknownAtOnceWithAllItsSecrets() {
    Answer minted = api.post(KEYS, key, "{\"name\":\"ci\"}");
    String path = KEYS + "/" + minted.text("keyId");
    String fresh = api.post("/v1/auth/token/rotate", minted.text("key"), null).text("token");

    Answer deleted = api.call("DELETE", path, key, Map.of(), null);

    assertThat(deleted.status()).isEqualTo(204);
    for (String secret : List.of(minted.text("key"), fresh)) {
      assertThat(api.get(KEYS, secret).text("code")).isEqualTo("invalid_token");
    }
    api.refused("DELETE", path, key, null, 404, "not_found");
    assertThat(api.get(KEYS, key).content()).doesNotContain(minted.text("keyId"));
  }

  @Test
  void aKeyMayDeleteItself() {
    String path = KEYS + "/" + api.stored(key).id();

    assertThat(api.call("DELETE", path, key, Map.of(), null).status()).isEqualTo(204);

    assertThat(api.get(KEYS, key).status()).isEqualTo(401);
  }

  @Test
  void ofManyDeletionsAndRotationsNothingIsLeft() {
    Answer minted = api.post(KEYS, key, "{\"name\":\"ci\"}");
    String path = KEYS + "/" + minted.text("keyId");

    List<Answer> answers =
        Race.run(
            6,
            number ->
                () ->
                    number < 2
                        ? api.call("DELETE", path, key, Map.of(), null)
                        : api.post("/v1/auth/token/rotate", minted.text("key"), null));

    assertThat(answers.subList(0, 2))
        .extracting(Answer::status)
        .containsExactlyInAnyOrder(204, 404);
    for (Answer rotated : answers.subList(2, 6)) {
      assertThat(rotated.status()).isIn(201, 401);
      assertThat(rotated.status() == 201 && api.works(rotated.text("token"))).isFalse();
    }
    assertThat(api.works(minted.text("key"))).isFalse();
  }

  @Test
  void othersKeysAreNotThere() {
    String other = api.keyOf(Fixtures.tenant(), Scope.values());
    String path = KEYS + "/" + api.stored(key).id();

    api.refused("DELETE", path, other, null, 404, "not_found");
    api.refused("DELETE", KEYS + "/key_1", key, null, 404, "not_found");
    api.refused(
        "DELETE", path, api.keyOf(Fixtures.tenant(), Scope.MAIL_READ), null, 403, "missing_scope");
    Identity dana = identity("dana");
    var bound =
        new KeyLimits(Set.of(dana.id()), Set.of(), Optional.empty(), Optional.empty(), false);
    String narrow = api.keyOf(tenant.id(), bound, null);
    api.refused("DELETE", path, narrow, null, 404, "not_found");
    assertThat(api.get(KEYS, narrow).body().path("items").size()).isEqualTo(1);
  }

  private ApiKey someKey() {
    return api.stored(key);
  }

  private static String naming(String... handles) {
    return "{\"name\":\"x\",\"identities\":[\"" + String.join("\",\"", handles) + "\"]}";
  }

  private Identity identity(String name) {
    Identity like = Fixtures.identity(Handle.parse(name + "@post.example"));
    Roster roster = like.roster();
    var own =
        new Identity(
            like.handle(),
            like.tierName(),
            like.createdAt(),
            like.createdBy(),
            new Roster(
                roster.identity(),
                tenant.id(),
                like.handle(),
                roster.displayName(),
                roster.state(),
                roster.dailyCap(),
                roster.revision(),
                roster.mailboxes()));
    assertThat(api.stores.identities().create(own)).isTrue();
    return own;
  }
}
