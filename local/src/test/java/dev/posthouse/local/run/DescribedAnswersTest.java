package dev.posthouse.local.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.posthouse.local.run.LocalSystem.Answer;
import dev.posthouse.testbed.OpenApi;
import dev.posthouse.testbed.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Executes the examples of `openapi.yaml`, and produces every status that it describes: those that
/// any route can answer by what is described, the others by a story of their own. Each answer is
/// held against the description on its way ([LocalSystem]).
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DescribedAnswersTest {
  private static final OpenApi API = OpenApi.get();
  private static final int BODY_MAX = 5 * 1024 * 1024;

  private static LocalSystem system;
  private static ApiWorld world;

  @BeforeAll
  static void start() throws Exception {
    system = LocalSystem.start();
    world = new ApiWorld(system);
  }

  @AfterAll
  static void stop() throws Exception {
    system.close();
  }

  /// What takes a payer and a facilitator: functions/billing and local/x402-loop have both.
  private static final Set<String> PAID =
      Set.of(
          "POST /v1/billing/topup",
          "POST /v1/billing/upgrade-intent",
          "POST /v1/billing/payment/confirm",
          "GET /v1/billing/receipts/{id}");

  /// Functions whose own tests produce what no call can here: somebody pays; the operator prepares
  /// pools; signing up has its usual limit.
  private static final List<String> THEIR_OWN = List.of("accounts", "billing", "identities");

  static Stream<Operation> simple() {
    return operations().filter(it -> !PAID.contains(it.route()));
  }

  static Stream<Operation> operations() {
    return API.operations().stream();
  }

  static Stream<Operation> withBody() {
    return operations().filter(it -> it.body() != null);
  }

  static Stream<Operation> withProblem(String code) {
    return operations().filter(it -> it.problems().contains(code));
  }

  static Stream<Operation> guarded() {
    // MCP answers handshakes before it asks who calls, so it reads the body first (functions/mcp).
    return withProblem("missing_token").filter(it -> !it.route().equals("POST /mcp"));
  }

  static Stream<Operation> scoped() {
    return withProblem("missing_scope");
  }

  static Stream<Operation> unsettled() {
    return withProblem("unavailable");
  }

  private static Answer call(Operation operation, String path, String bearer, String body) {
    return call(operation, path, bearer, body, ApiWorld.mediaType(operation));
  }

  private static Answer call(
      Operation operation, String path, String bearer, String body, String type) {
    return system.call(operation.method(), path, bearer, body, "content-type", type);
  }

  /// Things that an example ends: each time others.
  private static Map<String, String> fresh(Operation operation) {
    return switch (operation.route()) {
      case "DELETE /v1/keys/{keyId}" ->
          Map.of("keyId", Stories.id(world.minted("{\"name\":\"to go\"}"), "keyId"));
      case "DELETE /v1/messages/{messageId}" ->
          Map.of("messageId", Stories.id(world.written(world.bob, world.ada), "id"));
      case "POST /v1/outbound-jobs/{id}/cancel", "PATCH /v1/outbound-jobs/{id}" ->
          Map.of("id", world.scheduled());
      case "POST /v1/outbound-jobs/{id}/resolution" -> Map.of("id", world.uncertain());
      // Another than the one that the other examples send as, which must not be paused or paced.
      case "PATCH /v1/identities/{handle}" -> Map.of("handle", world.otherHandle);
      case "DELETE /v1/identities/{handle}" -> Map.of("handle", world.identity());
      case "DELETE /v1/webhooks/{webhookId}" -> Map.of("webhookId", world.webhook(world.handle));
      case "POST /v1/webhooks/{webhookId}/replay",
          "POST /v1/webhooks/{webhookId}/deliveries/{deliveryId}/replay" ->
          world.delivery();
      default -> Map.of();
    };
  }

  /// Who calls, where the call ends that.
  private static String caller(Operation operation) {
    return switch (operation.route()) {
      case "POST /v1/auth/token/rotate", "POST /v1/auth/token/revoke" ->
          Stories.id(world.minted("{\"name\":\"for once\"}"), "key");
      case "DELETE /v1/mailboxes/self" -> world.mailbox().token();
      default -> world.caller(operation);
    };
  }

  @Order(1)
  @ParameterizedTest
  @MethodSource("simple")
  void theExamplesWork(Operation operation) {
    Map<String, String> examples = new LinkedHashMap<>(world.examples(operation));
    if (examples.isEmpty()) {
      examples.put("", "");
    }
    if (operation.route().equals("DELETE /v1/suppressions")) {
      examples.values().forEach(it -> system.post("/v1/suppressions", world.key, it));
    }
    examples.forEach((name, body) -> {
      String path = world.path(operation, fresh(operation));
      Answer answer = call(operation, path, caller(operation), body);
      assertThat(answer.status())
          .as(operation + " " + name + ": " + answer.response().body())
          .isBetween(200, 399);
    });
    system.advance("PT0S");
  }

  @Order(2)
  @ParameterizedTest
  @MethodSource("guarded")
  void whoeverHasNoKeyOrNotTheScopeIsTold(Operation operation) {
    assertThat(call(operation, world.path(operation), "", "").status()).isEqualTo(401);
    if (!operation.scopes().isEmpty()) {
      String scope = operation.scopes().contains("policy:read") ? "events:read" : "policy:read";
      String narrow =
          Stories.id(world.minted("{\"name\":\"n\",\"scopes\":[\"%s\"]}".formatted(scope)), "key");
      Answer answer = call(operation, world.path(operation), narrow, world.example(operation));
      assertThat(answer.status()).as(answer.response().body()).isIn(403, 404, 400);
    }
  }

  static Stream<Operation> wrongByBody() {
    return withBody().filter(it -> it.problems().contains("malformed_json"));
  }

  @Order(2)
  @ParameterizedTest
  @MethodSource("wrongByBody")
  void aBodyThatIsNoJsonIsTold(Operation operation) {
    String path = world.path(operation, fresh(operation));
    String bearer = caller(operation);
    Answer malformed = call(operation, path, bearer, "{\"a\":");
    assertThat(malformed.body().path("code").asString()).isEqualTo("malformed_json");
    Answer unknown = call(operation, path, bearer, "{\"noSuchField\":1}");
    assertThat(unknown.body().path("code").asString()).isEqualTo("unknown_field");
    assertThat(unknown.body().at("/errors/0/field").asString()).isEqualTo("noSuchField");
    Answer otherType = call(operation, path, bearer, world.example(operation), "text/plain");
    assertThat(otherType.body().path("code").asString()).isEqualTo("unsupported_media_type");
  }

  static Stream<Operation> limited() {
    return withProblem("payload_too_large");
  }

  @Order(2)
  @ParameterizedTest
  @MethodSource("limited")
  void aBodyThatIsTooLargeIsTold(Operation operation) {
    String large = "{\"a\":\"" + "a".repeat(BODY_MAX) + "\"}";
    Answer answer = call(operation, world.path(operation), caller(operation), large);
    assertThat(answer.body().path("code").asString()).isEqualTo("payload_too_large");
  }

  static Stream<Operation> wrongByQuery() {
    return operations().filter(it -> it.body() == null && it.problems().contains("invalid_field"));
  }

  @Order(2)
  @ParameterizedTest
  @MethodSource("wrongByQuery")
  void aWrongParameterIsNamed(Operation operation) {
    for (JsonNode parameter : operation.parameters("query")) {
      JsonNode schema = API.resolved(parameter.path("schema"));
      String name = parameter.path("name").asString();
      if (schema.has("enum") || schema.has("maximum") || name.equals("cursor")) {
        String path = world.path(operation);
        path += (path.contains("?") ? "&" : "?") + name + "=%00none";
        Answer answer = call(operation, path, caller(operation), "");
        assertThat(answer.body().path("code").asString()).isEqualTo("invalid_field");
        assertThat(answer.body().at("/errors/0/field").asString()).isEqualTo(name);
      }
    }
  }

  static Stream<Operation> named() {
    return withProblem("not_found").filter(it -> !it.parameters("path").isEmpty());
  }

  @Order(2)
  @ParameterizedTest
  @MethodSource("named")
  void whatIsNotThereIsNotFound(Operation operation) {
    Map<String, String> nothing = new LinkedHashMap<>();
    operation
        .parameters("path")
        .forEach(parameter -> nothing.put(parameter.path("name").asString(), "nobody"));
    String path = world.path(operation, nothing);
    Answer answer = call(operation, path, caller(operation), world.example(operation));
    assertThat(answer.body().path("code").asString())
        .as(answer.response().body())
        .isEqualTo("not_found");
  }

  @Order(2)
  @ParameterizedTest
  @MethodSource("unsettled")
  void aTableThatDoesNotAnswerIsNotTheCallersFault(Operation operation) {
    String bearer = caller(operation);
    String path = world.path(operation, fresh(operation));
    // The key of an operator is not read from the table; the SDK repeats what is throttled.
    system.faults("[{\"target\":\"dynamodb\",\"kind\":\"timeout_before\"}]");
    try {
      Answer answer = call(operation, path, bearer, world.example(operation));
      assertThat(answer.status()).as(answer.response().body()).isEqualTo(503);
      assertThat(answer.header("retry-after")).isNotEmpty();
    } finally {
      system.faults("[]");
    }
  }

  static Stream<Operation> repeatable() {
    return withProblem("idempotency_conflict")
        .filter(it -> !PAID.contains(it.route()));
  }

  @Order(2)
  @ParameterizedTest
  @MethodSource("repeatable")
  void anotherRequestUnderTheSameKeyIsAConflict(Operation operation) {
    String bearer = caller(operation);
    String key = world.unique("again-");
    var bodies = new ArrayList<String>(world.examples(operation).values());
    String first = varied(bodies.getFirst(), "1");
    String second = varied(bodies.getFirst(), "2");
    String path = world.path(operation);
    Answer done = keyed(operation, path, bearer, first, key);
    assertThat(done.status()).as(done.response().body()).isLessThan(300);
    Answer other = keyed(operation, path, bearer, second, key);
    assertThat(other.body().path("code").asString())
        .as(other.response().body())
        .isEqualTo("idempotency_conflict");
    Answer again = keyed(operation, path, bearer, first, key);
    boolean told =
        operation
            .node()
            .path("responses")
            .path(Integer.toString(again.status()))
            .path("headers")
            .has("Idempotent-Replayed");
    if (told) {
      assertThat(again.header("idempotent-replayed")).isEqualTo("true");
    } else if (again.status() >= 300) {
      assertThat(again.body().path("code").asString()).isEqualTo("already_exists");
    }
  }

  private static Answer keyed(
      Operation operation, String path, String bearer, String body, String key) {
    return system.call(
        operation.method(),
        path,
        bearer,
        body,
        "content-type",
        "application/json",
        "idempotency-key",
        key);
  }

  /// The example with a word that tells it from others, in a field where any word will do.
  private static String varied(String json, String mark) {
    String alias = "x" + world.unique(mark) + "-box";
    String varied =
        json.replaceAll(
            "\"(text|html|subject|name|agentName|description|reason)\":\"[^\"]*\"",
            "\"$1\":\"v" + mark + "\"");
    varied = varied.replaceAll("\"mailboxAlias\":\"[^\"]*\"", "\"mailboxAlias\":\"" + alias + "\"");
    varied = varied.replaceAll("\"idempotencyKey\":\"[^\"]*\",?", "").replace(",}", "}");
    varied =
        varied.replaceAll(
            "\"handle\":\"[^\"]*\"", "\"handle\":\"" + alias + "@posthouse.example\"");
    return varied.equals("{}") || varied.contains("graceSeconds")
        ? "{\"graceSeconds\":" + (600 + Integer.parseInt(mark)) + "}"
        : varied;
  }

  static Stream<Stories.Story> told() {
    return Stories.of(world);
  }

  @Order(3)
  @ParameterizedTest
  @MethodSource("told")
  void aStoryEndsAsItIsTold(Stories.Story story) {
    Answer answer = story.call().get();

    assertThat(answer.status()).as(answer.response().body()).isEqualTo(story.status());
    assertThat(OpenApi.get().seen()).contains(story.toString());
  }

  @Order(4)
  @Test
  void everyStatusThatIsDescribedCameAbout() throws IOException {
    Set<String> described = new TreeSet<>();
    for (Operation operation : API.operations()) {
      operation.statuses().forEach(status -> described.add(operation.route() + " " + status));
    }
    described.removeAll(API.seen());
    var unknown = new ArrayList<String>();
    for (String module : THEIR_OWN) {
      Path seen = LocalSystem.home().resolve("functions").resolve(module).resolve(OpenApi.SEEN);
      if (Files.exists(seen)) {
        described.removeAll(Set.copyOf(Files.readAllLines(seen)));
      } else {
        unknown.add(module);
      }
    }

    assumeTrue(
        described.isEmpty() || unknown.isEmpty(),
        () ->
            "the tests of functions/" + unknown + " have not run, which may produce " + described);
    assertThat(described).as("described, and produced by no test").isEmpty();
  }
}
