package dev.posthouse.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.Handle;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.pool.MailboxState;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.tenant.ApiKey;
import dev.posthouse.domain.tenant.BlockedSenders;
import dev.posthouse.domain.tenant.KeyLimits;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.domain.tenant.Tenant;
import dev.posthouse.testbed.Answer;
import dev.posthouse.testing.Fixtures;
import dev.posthouse.testing.Race;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MailboxTest {
  private static final String MAILBOXES = "/v1/mailboxes";
  private static final String SELF = "/v1/mailboxes/self";

  private final Api api = new Api();
  private final Tenant tenant = Fixtures.tenant();
  private final String key = api.keyOf(tenant, Scope.values());

  @Test
  void aTenantAddsAMailboxWithATokenOfItsOwn() {
    Answer added = add("ada");

    assertThat(added.status()).as(added.content()).isEqualTo(201);
    assertThat(added.headers()).containsEntry("cache-control", "no-store");
    assertThat(added.body().has("welcomeStatus")).isFalse();
    assertThat(added.text("tenantId")).isEqualTo(tenant.id().value());
    Answer self = api.get(SELF, added.text("accessToken"));
    assertThat(self.content())
        .isEqualTo(
            "{\"id\":\"%s\",\"tenantId\":\"%s\",".formatted(added.text("mailboxId"), tenant.id())
                + "\"identity\":\"ada@post.example\",\"address\":\"ada@post.example\","
                + "\"displayName\":\"Ada\",\"status\":\"active\",\"blockedSenders\":[],"
                + "\"createdAt\":\"2031-05-14T12:00:00.000Z\"}");
  }

  @Test
  void aTenantHasTwentyMailboxesAndNoMore() {
    List<Answer> answers = Race.run(24, number -> () -> add("ada" + number));

    assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(20);
    assertThat(answers)
        .filteredOn(answer -> answer.text("code").equals("too_many_mailboxes"))
        .hasSize(4);
    assertThat(api.stores.identities().list(tenant.id(), Optional.empty(), 50)).hasSize(20);
  }

  @Test
  void anAliasIsGivenOnce() {
    assertThat(add("ada").status()).isEqualTo(201);

    api.refused("POST", MAILBOXES, key, body("ada"), 409, "alias_unavailable");
    api.refused("POST", MAILBOXES, key, body("postmaster"), 409, "alias_unavailable");
    assertThat(api.signUp("ada", Map.of()).text("code")).isEqualTo("alias_unavailable");
  }

  @Test
  void aRepeatedMailboxIsToldButItsTokenIsNot() {
    Map<String, String> once = Api.keyed("once");
    Answer first = api.call("POST", MAILBOXES, key, once, body("ada"));

    Answer again = api.call("POST", MAILBOXES, key, once, body("ada"));

    assertThat(again.text("code")).isEqualTo("already_exists");
    assertThat(again.text("mailboxId")).isEqualTo(first.text("mailboxId"));
    assertThat(again.content()).doesNotContain("mt_live_");
    assertThat(api.call("POST", MAILBOXES, key, once, body("bob")).text("code"))
        .isEqualTo("idempotency_conflict");
  }

  @Test
  void onlyAKeyOfTheWholeTenantAddsMailboxes() {
    Answer added = add("ada");
    ApiKey token = api.stored(added.text("accessToken"));
    String wide = api.keyOf(tenant.id(), token.limits(), null);

    api.refused("POST", MAILBOXES, added.text("accessToken"), body("bob"), 403, "missing_scope");
    api.refused("POST", MAILBOXES, wide, body("bob"), 403, "wider_than_key");
    api.refused("POST", MAILBOXES, "", body("bob"), 401, "missing_token");
    assertThat(api.refused("POST", MAILBOXES, key, "{}", 400, "missing_field").fields())
        .containsExactly("mailboxAlias", "displayName");
  }

  @Test
  void aMailboxIsRenamedAndBlocksSenders() {
    String token = add("ada").text("accessToken");

    Answer changed =
        patch(
            token,
            "{\"displayName\":\"Ada"
                + " L.\",\"blockedSenders\":[\"Eve@Example.com\",\"BÜCHER.example\"]}");

    assertThat(changed.status()).as(changed.content()).isEqualTo(200);
    assertThat(changed.text("displayName")).isEqualTo("Ada L.");
    assertThat(changed.body().path("blockedSenders").toString())
        .isEqualTo("[\"eve@example.com\",\"xn--bcher-kva.example\"]");
    assertThat(api.get(SELF, token).content()).isEqualTo(changed.content());
    BlockedSenders blocked = api.stores.mailboxes().blockedSenders(roster("ada").identity());
    assertThat(blocked.blocks(EmailAddress.parse("EVE@example.com"))).isTrue();
    assertThat(blocked.blocks(EmailAddress.parse("x@xn--bcher-kva.example"))).isTrue();
    assertThat(blocked.blocks(EmailAddress.parse("adam@example.com"))).isFalse();
    assertThat(patch(token, "{\"blockedSenders\":[]}").text("displayName")).isEqualTo("Ada L.");
    assertThat(api.stores.mailboxes().blockedSenders(roster("ada").identity()))
        .isEqualTo(BlockedSenders.NONE);
    assertThat(roster("ada").revision()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                          | missing_field | displayName",
        "{\"displayName\":\"\"}                      | invalid_field | displayName",
        "{\"displayName\":\"a\\u0007b\"}             | invalid_field | displayName",
        "{\"blockedSenders\":[\"x\"]}                | invalid_field | blockedSenders[0]",
        "{\"blockedSenders\":[\"a@b.example\",\"@\"]} | invalid_field | blockedSenders[1]",
        "{\"address\":\"x\"}                         | unknown_field | address"
      })
  void aBadChangeIsRefusedByField(String body, String code, String field) {
    String token = add("ada").text("accessToken");

    Answer answer = api.refused("PATCH", SELF, token, body.strip(), 400, code);

    assertThat(answer.fields()).containsExactly(field);
  }

  @Test
  void aHundredSendersAreBlockedAndNoMore() {
    String token = add("ada").text("accessToken");

    assertThat(patch(token, blocking(100)).status()).isEqualTo(200);
    api.refused("PATCH", SELF, token, blocking(101), 400, "invalid_field");
  }

  @Test
  void aRetiredMailboxSendsNoMoreAndItsAddressStaysItsOwn() {
    String token = add("ada").text("accessToken");

    Answer retired = api.call("DELETE", SELF, token, Map.of(), null);

    assertThat(retired.text("status")).isEqualTo("retired");
    assertThat(roster("ada").state()).isEqualTo(IdentityState.PAUSED);
    assertThat(roster("ada").mailboxes().getFirst().state()).isEqualTo(MailboxState.RETIRED);
    api.refused("PATCH", SELF, token, "{\"displayName\":\"x\"}", 409, "identity_inactive");
    assertThat(api.call("DELETE", SELF, token, Map.of(), null).status()).isEqualTo(200);
    assertThat(roster("ada").revision()).isEqualTo(2);
    assertThat(api.signUp("ada", Map.of()).text("code")).isEqualTo("alias_unavailable");
    assertThat(api.get(SELF, token).text("status")).isEqualTo("retired");
  }

  @Test
  void selfIsTheOneMailboxOfTheKey() {
    add("ada");
    add("bob");
    Roster ada = roster("ada");
    Roster bob = roster("bob");

    api.refused("GET", SELF, key, null, 403, "no_mailbox");
    assertThat(api.get(SELF, bound(Set.of(ada.identity()))).text("identity"))
        .isEqualTo("ada@post.example");
    api.refused(
        "GET", SELF, bound(Set.of(ada.identity(), bob.identity())), null, 403, "no_mailbox");
    Roster rotated = Fixtures.pool(api.deployment.ports(), tenant.id(), 150, 93);
    api.refused("GET", SELF, bound(Set.of(rotated.identity())), null, 404, "not_found");
    String other = api.keyOf(Fixtures.tenant(), Scope.values());
    var limits = KeyLimits.of(ada.identity());
    String foreign = api.keyOf(api.stored(other).tenant(), limits, null);
    api.refused("GET", SELF, foreign, null, 404, "not_found");
  }

  private String bound(Set<IdentityId> identities) {
    return api.keyOf(
        tenant.id(),
        new KeyLimits(identities, Set.of(), Optional.empty(), Optional.empty(), false),
        null);
  }

  private Roster roster(String alias) {
    return api.stores
        .identities()
        .find(Handle.parse(alias + "@post.example"))
        .orElseThrow()
        .roster();
  }

  private Answer add(String alias) {
    return api.post(MAILBOXES, key, body(alias));
  }

  private Answer patch(String token, String body) {
    return api.call("PATCH", SELF, token, Map.of(), body);
  }

  private static String body(String alias) {
    return "{\"mailboxAlias\":\"%s\",\"displayName\":\"Ada\"}".formatted(alias);
  }

  private static String blocking(int count) {
    var list = new StringBuilder();
    for (int i = 0; i < count; i++) {
      list.append(i == 0 ? "" : ",").append("\"a").append(i).append("@example.com\"");
    }
    return "{\"blockedSenders\":[" + list + "]}";
  }
}
