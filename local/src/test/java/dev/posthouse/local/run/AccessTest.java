package dev.posthouse.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.local.run.LocalSystem.Answer;
import dev.posthouse.testbed.OpenApi;
import dev.posthouse.testbed.Operation;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import tools.jackson.databind.JsonNode;

/// Who may do what, made from `openapi.yaml`: each route of it against each kind of caller that it
/// has to refuse. A refusal says why in the documented code, and changes nothing.
class AccessTest {
  /// What a path or query may name that belongs to somebody.
  private static final Set<String> THINGS =
      Set.of(
          "handle",
          "id",
          "messageId",
          "convId",
          "attachmentId",
          "keyId",
          "tenantId",
          "identity",
          "webhookId");

  private static LocalSystem system;
  private static ApiWorld world;
  private static ApiWorld.Stranger stranger;
  private static String expired;
  private static String revoked;

  @BeforeAll
  static void start() throws Exception {
    system = LocalSystem.start();
    world = new ApiWorld(system);
    stranger = world.stranger();
    JsonNode gone = world.minted("{\"name\":\"gone\"}");
    LocalSystem.expect(
        204, system.call("DELETE", "/v1/keys/" + gone.path("keyId").asString(), world.key, ""));
    revoked = gone.path("key").asString();
    expired =
        world
            .minted(
                "{\"name\":\"short\",\"expiresAt\":\"%s\"}".formatted(system.now().plusSeconds(60)))
            .path("key")
            .asString();
    system.advance("PT2M");
  }

  @AfterAll
  static void stop() throws Exception {
    system.close();
  }

  static Stream<Operation> guarded() {
    return ApiWorld.guarded().stream();
  }

  static Stream<Operation> forTenants() {
    return guarded().filter(Operation::forTenants);
  }

  static Stream<Operation> forTheOperatorAlone() {
    return guarded().filter(it -> !it.forTenants());
  }

  /// Those that name something which belongs to somebody.
  static Stream<Operation> ofThings() {
    return forTenants().filter(it -> !things(it).isEmpty());
  }

  private static List<String> things(Operation operation) {
    return Stream.concat(
            operation.parameters("path").stream(), operation.parameters("query").stream())
        .map(parameter -> parameter.path("name").asString())
        .filter(THINGS::contains)
        .toList();
  }

  private static Answer call(Operation operation, String path, String bearer) {
    return system.call(
        operation.method(),
        path,
        bearer,
        world.example(operation),
        "content-type",
        ApiWorld.mediaType(operation));
  }

  private static void refused(int status, String code, Operation operation, String bearer) {
    refused(status, code, operation, world.path(operation), bearer);
  }

  private static void refused(
      int status, String code, Operation operation, String path, String bearer) {
    Set<Map<String, AttributeValue>> before = system.contents();
    Answer answer = call(operation, path, bearer);
    assertThat(answer.body().path("code").asString()).as(answer.response().body()).isEqualTo(code);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(operation.problems()).contains(code);
    assertThat(system.contents()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("guarded")
  void nobodyIsAskedForAKey(Operation operation) {
    refused(401, "missing_token", operation, "");
  }

  @ParameterizedTest
  @MethodSource("guarded")
  void aKeyOfNobodyIsUnknown(Operation operation) {
    String last = world.key.endsWith("A") ? "B" : "A";
    String mistyped = world.key.substring(0, world.key.length() - 1) + last;
    for (String garbage :
        List.of("garbage", mistyped, "sk_live_", "mt_live_" + "0".repeat(40), "é".repeat(300))) {
      refused(401, "invalid_token", operation, garbage);
    }
  }

  @ParameterizedTest
  @MethodSource("guarded")
  void aRevokedKeyIsUnknown(Operation operation) {
    refused(401, "invalid_token", operation, revoked);
  }

  @ParameterizedTest
  @MethodSource("forTenants")
  void anExpiredKeySaysSo(Operation operation) {
    refused(401, "expired_token", operation, expired);
  }

  @ParameterizedTest
  @MethodSource("forTheOperatorAlone")
  void noTenantsKeyIsTheOperators(Operation operation) {
    refused(401, "invalid_token", operation, world.key);
    refused(401, "invalid_token", operation, world.ada.token());
    refused(401, "invalid_token", operation, expired);
  }

  @ParameterizedTest
  @MethodSource("forTenants")
  void aKeyWithoutTheScopeIsToldWhich(Operation operation) {
    if (operation.scopes().isEmpty()) {
      return;
    }
    String others =
        Arrays.stream(Scope.values())
            .map(Scope::wire)
            .filter(scope -> !operation.scopes().contains(scope))
            .collect(Collectors.joining("\",\"", "[\"", "\"]"));
    String narrow =
        world
            .minted("{\"name\":\"narrow\",\"scopes\":" + others + mailbox(operation) + "}")
            .path("key")
            .asString();

    refused(403, "missing_scope", operation, narrow);
  }

  /// Binds a key to the mailbox, where an operation wants one.
  private static String mailbox(Operation operation) {
    return ApiWorld.ofMailbox(operation) ? ",\"identities\":[\"" + world.ada.address() + "\"]" : "";
  }

  @ParameterizedTest
  @MethodSource("ofThings")
  void anotherTenantsThingsAreNotThere(Operation operation) {
    refused(404, "not_found", operation, addressed(operation), stranger.key());
    if (ApiWorld.ofMailbox(operation)) {
      refused(404, "not_found", operation, addressed(operation), stranger.mailboxToken());
    }
  }

  @ParameterizedTest
  @MethodSource("ofThings")
  void toAKeyBoundToAnotherIdentityTheyAreNotThere(Operation operation) {
    List<String> things = things(operation);
    String bound =
        world
            .minted("{\"name\":\"bound\",\"identities\":[\"" + world.otherHandle + "\"]}")
            .path("key")
            .asString();
    if (!things.equals(List.of("tenantId"))) {
      refused(404, "not_found", operation, addressed(operation), bound);
    }
  }

  /// The path, and the identity in the query where it may stand there.
  private static String addressed(Operation operation) {
    String path = world.path(operation);
    boolean named =
        operation.parameters("query").stream()
            .anyMatch(it -> it.path("name").asString().equals("identity"));
    String identity = ApiWorld.ofMailbox(operation) ? world.ada.address() : world.handle;
    return named && !path.contains("?") ? path + "?identity=" + ApiWorld.encoded(identity) : path;
  }

  @Test
  void everyRouteSaysWhoMayCallIt() {
    assertThat(OpenApi.get().operations()).allMatch(it -> it.node().has("security"));
    assertThat(ApiWorld.guarded()).hasSizeGreaterThan(40);
  }
}
