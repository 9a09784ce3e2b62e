package dev.posthouse.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.outbound.Recipients;
import dev.posthouse.local.run.LocalSystem.Answer;
import dev.posthouse.testbed.OpenApi;
import dev.posthouse.testbed.Operation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
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

  /// What takes more than a call: a payer and a facilitator (functions/billing and local/x402-loop
  /// have both), or a domain and its zone (PoolLifeTest).
  private static final Set<String> ELSEWHERE =
      Set.of(
          "POST /v1/billing/topup",
          "POST /v1/billing/upgrade-intent",
          "POST /v1/billing/payment/confirm",
          "GET /v1/billing/receipts/{id}",
          "POST /v1/identities/{handle}/domains",
          "POST /v1/identities/{handle}/domains/{domain}/verify");

  static Stream<Operation> simple() {
    return operations().filter(it -> !ELSEWHERE.contains(it.route()));
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

  private static String id(JsonNode node, String name) {
    return node.path(name).asString();
  }

  /// Things that an example ends: each time others.
  private static Map<String, String> fresh(Operation operation) {
    return switch (operation.route()) {
      case "DELETE /v1/keys/{keyId}" ->
          Map.of("keyId", id(world.minted("{\"name\":\"to go\"}"), "keyId"));
      case "DELETE /v1/messages/{messageId}" ->
          Map.of("messageId", id(world.written(world.bob, world.ada), "id"));
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
          id(world.minted("{\"name\":\"for once\"}"), "key");
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
          id(world.minted("{\"name\":\"n\",\"scopes\":[\"%s\"]}".formatted(scope)), "key");
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
    return withProblem("idempotency_conflict").filter(it -> !ELSEWHERE.contains(it.route()));
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

  /// What only comes about in a certain state.
  private static Map<String, Supplier<Answer>> stories() {
    var stories = new LinkedHashMap<String, Supplier<Answer>>();
    for (String path : List.of("/v1/messages/send", "/v1/mailboxes/self/send")) {
      sends(stories, "POST " + path, path, world.ada.token(), "");
      stories.put(
          "POST " + path + " 200",
          () -> system.post(path + "?dryRun=true", world.ada.token(), mail("z@example.com")));
      stories.put(
          "POST " + path + " 402",
          () -> system.post(path, world.stranger().mailboxToken(), mail("z@example.com")));
      stories.put(
          "POST " + path + " 409", () -> system.post(path, retired(), mail("z@example.com")));
      stories.put(
          "POST " + path + " 402",
          () -> system.post(path, world.stranger().mailboxToken(), mail("z@example.com")));
    }
    String send = LocalSystem.sendPath(new LocalSystem.Account(world.key, world.handle));
    sends(stories, "POST /v1/identities/{handle}/send", send, world.key, "");
    stories.put(
        "POST /v1/identities/{handle}/send 200",
        () -> system.post(send + "?dryRun=true", world.key, mail("z@example.com")));
    replies(stories);
    operator(stories);
    rates(stories);
    states(stories);
    return stories;
  }

  private static String mail(String to) {
    return "{\"to\":\"%s\",\"subject\":\"S\",\"text\":\"T\"}".formatted(to);
  }

  private static void sends(
      Map<String, Supplier<Answer>> stories,
      String route,
      String path,
      String bearer,
      String none) {
    stories.put(route + " 422", () -> system.post(path, bearer, mail("no address" + none)));
    stories.put(
        route + " 429",
        () -> {
          String to = mail(world.unique("budget") + "@example.com");
          return system.post(
              path,
              spent(route),
              route.contains("{handle}")
                  ? to
                  : to.replace("{", "{\"from\":\"" + world.ada.address() + "\","));
        });
  }

  /// A key whose budget is nothing.
  private static String spent(String route) {
    String of = route.contains("{handle}") ? world.handle : world.ada.address();
    String body =
        "{\"name\":\"spent\",\"identities\":[\"%s\"],\"budget\":{\"sendsPerDay\":0}}".formatted(of);
    return id(world.minted(body), "key");
  }

  /// The token of a mailbox that has sent its last.
  private static String retired() {
    String token = world.mailbox().token();
    LocalSystem.expect(200, system.call("DELETE", "/v1/mailboxes/self", token, ""));
    return token;
  }

  private static void replies(Map<String, Supplier<Answer>> stories) {
    String text = "{\"text\":\"T\"}";
    Supplier<String> reply =
        () -> "/v1/messages/" + id(world.written(world.bob, world.ada), "id") + "/reply";
    String route = "POST /v1/messages/{messageId}/reply ";
    stories.put(
        route + "200", () -> system.post(reply.get() + "?dryRun=true", world.ada.token(), text));
    stories.put(route + "429", () -> system.post(reply.get(), spent("self"), text));
    stories.put(route + "402", () -> replyWithoutCredits(text));
    stories.put(
        route + "402",
        () -> {
          ApiWorld.Stranger poor = world.stranger();
          String asked =
              mail(poor.box().address()).replace("{", "{\"replyTo\":\"out@example.com\",");
          LocalSystem.expect(202, system.post("/v1/messages/send", world.ada.token(), asked));
          system.advance("PT1S");
          JsonNode got = system.get("/v1/mailboxes/self/messages", poor.box().token()).body();
          String message = got.at("/items/0/id").asString();
          return system.post("/v1/messages/" + message + "/reply", poor.box().token(), text);
        });
    stories.put(
        route + "422",
        () -> {
          String path = reply.get();
          suppress(world.bob.address());
          Answer answer = system.post(path, world.ada.token(), text);
          release(world.bob.address());
          return answer;
        });
  }

  /// An answer to somebody outside, of a mailbox whose tenant has no credits.
  private static Answer replyWithoutCredits(String text) {
    String token = world.stranger().mailboxToken();
    String address = id(system.get("/v1/mailboxes/self", token).body(), "address");
    String raw =
        "From: <asks@example.org>\r\nTo: <%s>\r\nSubject: Well?\r\n\r\nWell?\r\n"
            .formatted(address);
    system.post("/_local/mail/inbound?from=asks@example.org&to=" + address, "", raw);
    String messages = "/v1/mailboxes/self/messages";
    LocalSystem.until(() -> !system.get(messages, token).body().path("items").isEmpty());
    String message = id(system.get(messages, token).body().at("/items/0"), "id");
    return system.post("/v1/messages/" + message + "/reply", token, text);
  }

  private static void suppress(String address) {
    system.post("/v1/suppressions", world.key, "{\"address\":\"%s\"}".formatted(address));
  }

  private static void release(String address) {
    String body = "{\"address\":\"%s\"}".formatted(address);
    LocalSystem.expect(204, system.call("DELETE", "/v1/suppressions", world.key, body));
  }

  private static void operator(Map<String, Supplier<Answer>> stories) {
    String policy = "/v1/tenants/" + world.tenant;
    stories.put(
        "POST /v1/tenants/{tenantId}/review-decision 409",
        () ->
            system.post(
                policy + "/review-decision", LocalRun.ADMIN_KEY, "{\"decision\":\"reinstate\"}"));
    stories.put(
        "POST /v1/tenants/{tenantId}/credits 409",
        () ->
            system.post(
                policy + "/credits",
                LocalRun.ADMIN_KEY,
                "{\"credits\":-1000000,\"reason\":\"More than there is.\"}"));
    stories.put(
        "POST /v1/auth/tokens 404",
        () ->
            system.post(
                "/v1/auth/tokens",
                LocalRun.ADMIN_KEY,
                "{\"tenantId\":\"tnt_0000000000000000\",\"scopes\":[\"mail:read\"]}"));
    String pool = "/v1/identities/" + world.otherHandle + "/pool";
    stories.put(
        "POST /v1/identities/{handle}/pool 409",
        () ->
            system.post(
                pool, LocalRun.ADMIN_KEY, "{\"address\":\"%s\"}".formatted(world.poolAddress())));
    stories.put(
        "PATCH /v1/identities/{handle}/pool/{address} 409",
        () -> {
          String path = pool + "/" + poolAddress(world.otherHandle);
          system.call("PATCH", path, LocalRun.ADMIN_KEY, "{\"state\":\"retired\"}");
          return system.call("PATCH", path, LocalRun.ADMIN_KEY, "{\"state\":\"active\"}");
        });
    stories.put(
        "POST /v1/outbound-jobs/{id}/resolution 409",
        () ->
            system.post(
                "/v1/outbound-jobs/" + world.scheduled() + "/resolution",
                LocalRun.ADMIN_KEY,
                "{\"resolution\":\"sent\"}"));
  }

  private static String poolAddress(String handle) {
    return system
        .get("/v1/identities/" + handle + "/pool", world.key)
        .body()
        .at("/mailboxes/0/address")
        .asString();
  }

  private static void rates(Map<String, Supplier<Answer>> stories) {
    stories.put(
        "POST /public/token/reissue 429",
        () ->
            repeated(
                20,
                () -> system.post("/public/token/reissue", "", "{\"mailboxAlias\":\"nobody\"}")));
    stories.put(
        "POST /v1/auth/token/rotate 429",
        () -> {
          String token = id(world.minted("{\"name\":\"many\"}"), "key");
          return repeated(30, () -> system.post("/v1/auth/token/rotate", token, "{}"));
        });
  }

  private static Answer repeated(int times, Supplier<Answer> call) {
    return repeated(times, 429, call);
  }

  private static Answer repeated(int times, int until, Supplier<Answer> call) {
    Answer last = call.get();
    for (int i = 1; i < times && last.status() != until; i++) {
      last = call.get();
    }
    return last;
  }

  private static void states(Map<String, Supplier<Answer>> stories) {
    stories.put("GET /u/{token} 404", () -> system.get("/u/none", ""));
    stories.put("POST /u/{token} 404", () -> system.post("/u/none", "", ""));
    stories.put("GET /docs/assets/{file} 404", () -> system.get("/docs/assets/none", ""));
    stories.put(
        "PATCH /v1/mailboxes/self 409",
        () -> system.call("PATCH", "/v1/mailboxes/self", retired(), "{\"displayName\":\"X\"}"));
    stories.put("PATCH /v1/mailboxes/self 404", () -> self("PATCH", "{\"displayName\":\"X\"}"));
    stories.put("GET /v1/mailboxes/self 404", () -> self("GET", ""));
    stories.put("DELETE /v1/mailboxes/self 404", () -> self("DELETE", ""));
    stories.put(
        "GET /v1/mailboxes/self/messages 404",
        () -> system.get("/v1/mailboxes/self/messages?identity=nobody@example.com", world.key));
    stories.put(
        "GET /v1/outbound-jobs 404",
        () -> system.get("/v1/outbound-jobs?identity=nobody@example.com", world.key));
    stories.put(
        "POST /v1/suppressions 404", () -> system.post("/v1/suppressions", world.key, elsewhere()));
    stories.put(
        "DELETE /v1/suppressions 404",
        () -> system.call("DELETE", "/v1/suppressions", world.key, elsewhere()));
    stories.put(
        "POST /v1/suppressions 200",
        () -> {
          suppress("twice@example.net");
          return system.post("/v1/suppressions", world.key, "{\"address\":\"twice@example.net\"}");
        });
    stories.put(
        "POST /v1/suppressions/import 415",
        () -> system.post("/v1/suppressions/import", world.key, "a@example.net"));
    stories.put(
        "POST /v1/suppressions/import 400",
        () -> {
          var domains = new StringBuilder();
          for (int i = 0; i <= Recipients.SUPPRESSED_DOMAINS_MAX; i++) {
            domains.append('d').append(i).append(".example\n");
          }
          return system.call(
              "POST",
              "/v1/suppressions/import",
              world.stranger().key(),
              domains.toString(),
              "content-type",
              "text/csv");
        });
    webhooks(stories);
    agents(stories);
    messages(stories);
  }

  private static void agents(Map<String, Supplier<Answer>> stories) {
    String notice = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";
    stories.put("POST /mcp 202", () -> system.post("/mcp", world.key, notice));
    stories.put("POST /mcp 400", () -> system.post("/mcp", world.key, "{\"jsonrpc\":"));
    stories.put(
        "POST /mcp 403",
        () -> system.post("/mcp", world.key, notice, "origin", "https://elsewhere.example"));
    stories.put(
        "POST /mcp 404",
        () ->
            system.post(
                "/mcp",
                world.key,
                """
                {"jsonrpc":"2.0","id":1,"method":"no/such","params":{"_meta":{
                  "io.modelcontextprotocol/protocolVersion":"2026-07-28",
                  "io.modelcontextprotocol/clientCapabilities":{}}}}
                """,
                "mcp-protocol-version",
                "2026-07-28",
                "mcp-method",
                "no/such"));
    stories.put(
        "POST /mcp 415",
        () -> system.post("/mcp", world.key, notice, "content-type", "text/plain"));
  }

  private static void webhooks(Map<String, Supplier<Answer>> stories) {
    String nobodys =
        "{\"url\":\"https://hooks.example.com/\",\"identities\":[\"nobody@example.com\"]}";
    stories.put("POST /v1/webhooks 404", () -> system.post("/v1/webhooks", world.key, nobodys));
    stories.put(
        "POST /v1/webhooks/{webhookId}/replay 409",
        () ->
            system.post(
                "/v1/webhooks/" + paused(world.webhook(world.handle)) + "/replay",
                world.key,
                "{\"identity\":\"%s\",\"fromSeq\":1,\"toSeq\":1}".formatted(world.handle)));
    stories.put(
        "POST /v1/webhooks/{webhookId}/deliveries/{deliveryId}/replay 409",
        () -> {
          Map<String, String> delivery = world.delivery();
          paused(delivery.get("webhookId"));
          Operation replay =
              API.operation("POST /v1/webhooks/{webhookId}/deliveries/{deliveryId}/replay")
                  .orElseThrow();
          return call(replay, world.path(replay, delivery), world.key, "");
        });
  }

  private static String paused(@Nullable String webhook) {
    String path = "/v1/webhooks/" + webhook;
    LocalSystem.expect(200, system.call("PATCH", path, world.key, "{\"status\":\"paused\"}"));
    return String.valueOf(webhook);
  }

  private static String elsewhere() {
    return "{\"address\":\"x@example.net\",\"identity\":\"nobody@example.com\"}";
  }

  /// A key bound to an identity with a pool has no self-serve mailbox.
  private static Answer self(String method, String body) {
    String bound =
        id(world.minted("{\"name\":\"b\",\"identities\":[\"%s\"]}".formatted(world.handle)), "key");
    return system.call(method, "/v1/mailboxes/self", bound, body);
  }

  private static void messages(Map<String, Supplier<Answer>> stories) {
    Supplier<Answer> later =
        () ->
            system.post(
                "/v1/messages/send",
                world.ada.token(),
                "{\"to\":\"%s\",\"subject\":\"S\",\"text\":\"T\",\"sendAt\":\"%s\"}"
                    .formatted(
                        world.unique("l") + "@example.com", system.now().plusSeconds(3_600)));
    stories.put("POST /v1/outbound-jobs/{id}/cancel 409", () -> ended("POST", "/cancel", ""));
    stories.put(
        "PATCH /v1/outbound-jobs/{id} 409",
        () -> ended("PATCH", "", "{\"sendAt\":\"2031-05-15T10:00:00.000Z\"}"));
    stories.put("PATCH /v1/outbound-jobs/{id} 429", DescribedAnswersTest::crowded);
    stories.put(
        "PATCH /v1/messages/{messageId} 409",
        () -> {
          Answer sent =
              system.post("/v1/messages/send", world.ada.token(), mail(world.bob.address()));
          system.advance("PT1S");
          return system.call(
              "PATCH",
              "/v1/messages/" + id(sent.body(), "messageId"),
              world.ada.token(),
              "{\"read\":false}");
        });
    stories.put(
        "DELETE /v1/messages/{messageId} 409",
        () -> {
          String message = id(LocalSystem.expect(202, later.get()).body(), "messageId");
          system.advance("PT1S");
          return system.call("DELETE", "/v1/messages/" + message, world.ada.token(), "");
        });
    Operation change =
        API.operation("PATCH /v1/identities/{handle}/conversations/{convId}").orElseThrow();
    stories.put(
        change + " 409",
        () ->
            repeated(
                4,
                409,
                () -> {
                  var labels = new ArrayList<String>();
                  for (int n = 0; n < 15; n++) {
                    labels.add("\"" + world.unique("label ") + "\"");
                  }
                  String added = "{\"labels\":{\"add\":[" + String.join(",", labels) + "]}}";
                  return call(change, world.path(change), world.key, added);
                }));
  }

  /// Nothing is left of the day it is to go on.
  private static Answer crowded() {
    String handle = world.identity();
    String job = world.scheduled(handle);
    JsonNode pool =
        LocalSystem.expect(200, system.get("/v1/identities/" + handle + "/pool", world.key)).body();
    for (JsonNode mailbox : pool.path("mailboxes")) {
      String path = "/v1/identities/" + handle + "/pool/" + id(mailbox, "address");
      LocalSystem.expect(200, system.call("PATCH", path, LocalRun.ADMIN_KEY, "{\"dailyCap\":0}"));
    }
    return system.call(
        "PATCH",
        "/v1/outbound-jobs/" + job,
        world.key,
        "{\"sendAt\":\"2031-05-20T10:00:00.000Z\"}");
  }

  private static Answer ended(String method, String path, String body) {
    String job = id(world.sent(world.unique("ended-") + "@example.com"), "outboundJobId");
    system.advance("PT1M");
    return system.call(method, "/v1/outbound-jobs/" + job + path, world.key, body);
  }

  static Stream<String> told() {
    return stories().keySet().stream();
  }

  @Order(3)
  @ParameterizedTest
  @MethodSource("told")
  void aStoryEndsAsItIsTold(String story) {
    Answer answer = Optional.ofNullable(stories().get(story)).orElseThrow().get();

    assertThat(answer.status())
        .as(answer.response().body())
        .isEqualTo(Integer.parseInt(story.substring(story.lastIndexOf(' ') + 1)));
  }
}
