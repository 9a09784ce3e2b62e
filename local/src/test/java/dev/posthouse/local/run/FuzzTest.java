package dev.posthouse.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.local.run.LocalSystem.Answer;
import dev.posthouse.testbed.OpenApi;
import dev.posthouse.testbed.Operation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import tools.jackson.databind.JsonNode;

/// Requests that nearly fit `openapi.yaml`, at every operation of it: no answer is a 5xx, each is
/// one that is described, and what is refused has changed nothing.
///
/// `-Dposthouse.fuzz.requests=50000 -Dposthouse.fuzz.seed=7` for more and others; a failure tells
/// the seed it comes of.
class FuzzTest {
  private static final int REQUESTS = Integer.getInteger("posthouse.fuzz.requests", 600);
  private static final long SEED = Long.getLong("posthouse.fuzz.seed", 1);

  /// Then a new system: what is accepted makes the table larger, and comparing it slower.
  private static final int PER_SYSTEM = 2_000;

  private static final int TOLD_MAX = 20;

  private final Map<String, String> failures = new TreeMap<>();
  private final Map<Integer, Integer> statuses = new TreeMap<>();

  /// A request.
  @SuppressWarnings("ArrayRecordComponent") // Handed on, never compared.
  record Shot(
      Operation operation, String path, String bearer, byte[] body, String type, String key) {
    Answer at(LocalSystem system) {
      return key.isEmpty()
          ? system.call(operation.method(), path, bearer, body, "content-type", type)
          : system.call(
              operation.method(), path, bearer, body, "content-type", type, "idempotency-key", key);
    }

    @Override
    public String toString() {
      String text = new String(body, StandardCharsets.UTF_8);
      return "%s %s (%s, key %s) %s"
          .formatted(
              operation.method(),
              path,
              type,
              key,
              text.length() > 600 ? text.substring(0, 600) + "…" : text);
    }
  }

  @Test
  void whateverIsAskedIsAnsweredAsDescribedAndARefusalChangesNothing() throws Exception {
    for (int from = 0; from < REQUESTS; from += PER_SYSTEM) {
      try (LocalSystem system = LocalSystem.start()) {
        fire(system, new Random(SEED + from), Math.min(PER_SYSTEM, REQUESTS - from));
      }
    }

    System.out.println("fuzz: " + REQUESTS + " requests of seed " + SEED + ": " + statuses);
    assertThat(failures).isEmpty();
    assertThat(statuses.keySet()).contains(200, 201, 202, 400, 401, 404);
  }

  private void fire(LocalSystem system, Random random, int count) {
    var world = new ApiWorld(system);
    var hostile = new Hostile(random);
    List<Operation> operations = OpenApi.get().operations();
    system.advance("PT1M");
    Set<Map<String, AttributeValue>> before = system.contents();
    for (int i = 0; i < count && failures.size() < TOLD_MAX; i++) {
      Operation operation = operations.get((i + random.nextInt(3)) % operations.size());
      Shot shot = shot(world, hostile, operation);
      Answer answer = answer(system, shot);
      if (answer == null) {
        continue;
      }
      statuses.merge(answer.status(), 1, Integer::sum);
      if (answer.status() < 400) {
        if (!operation.method().equals("GET")) {
          system.advance("PT0S");
          before = system.contents();
        }
        continue;
      }
      Set<Map<String, AttributeValue>> after = system.contents();
      if (!stored(after).equals(stored(before)) && changes(system, shot)) {
        found(operation + " changes", shot + " -> " + answer.response().body());
      }
      before = after;
    }
  }

  /// Told at once: whoever tries fifty thousand does not wait for the last of them.
  private void found(String what, String how) {
    if (failures.put(what, how) == null) {
      System.out.println("fuzz: " + what + ": " + how);
    }
  }

  private @Nullable Answer answer(LocalSystem system, Shot shot) {
    try {
      Answer answer = shot.at(system);
      if (answer.status() >= 500
          && !answer.body().path("code").asString("").equals("not_configured")) {
        found(shot.operation() + " " + answer.status(), shot + " -> " + answer.response().body());
      }
      return answer;
    } catch (AssertionError described) {
      found(shot.operation() + " answer", shot + " -> " + described.getMessage());
      return null;
    } catch (IllegalArgumentException notSendable) {
      // What no client can put on the wire, such as a line end in a header.
      return null;
    }
  }

  /// Whether it was this request: mail that was accepted before goes on its way meanwhile.
  private static boolean changes(LocalSystem system, Shot shot) {
    for (int attempt = 0; attempt < 3; attempt++) {
      system.advance("PT2M");
      var before = stored(system.contents());
      Answer answer = shot.at(system);
      if (answer.status() < 400 || stored(system.contents()).equals(before)) {
        return false;
      }
    }
    return true;
  }

  /// What is stored, without the counts of who asks how often: refused requests are counted too.
  private static Set<Map<String, AttributeValue>> stored(Set<Map<String, AttributeValue>> all) {
    var kept = new HashSet<>(all);
    kept.removeIf(item -> String.valueOf(item.get("pk")).contains("RATE#"));
    return kept;
  }

  private static Shot shot(ApiWorld world, Hostile hostile, Operation operation) {
    String bearer = hostile.chance(90) ? caller(world, operation) : hostile.one(BEARERS);
    String path = path(world, hostile, operation);
    var query = new ArrayList<String>();
    for (JsonNode parameter : operation.parameters("query")) {
      if (hostile.chance(35)) {
        query.add(parameter.path("name").asString() + "=" + value(hostile, parameter));
      }
    }
    if (hostile.chance(3)) {
      query.add(ApiWorld.encoded(hostile.text()) + "=" + ApiWorld.encoded(shorter(hostile)));
    }
    if (!query.isEmpty()) {
      path += (path.contains("?") ? "&" : "?") + String.join("&", query);
    }
    return new Shot(
        operation,
        path,
        bearer,
        body(world, hostile, operation),
        hostile.chance(97) ? ApiWorld.mediaType(operation) : hostile.one(TYPES),
        hostile.chance(20) ? hostile.one(KEYS) : "");
  }

  private static final List<String> BEARERS =
      List.of("", "x", "sk_live_x", "\u00e9", "mt_live_" + "A".repeat(40), "Bearer Bearer");
  private static final List<String> TYPES =
      List.of(
          "text/plain",
          "application/json; charset=utf-16",
          "application/json;charset=UTF-8",
          "multipart/form-data; boundary=x",
          "*/*",
          "json",
          "application/" + "x".repeat(2_000));
  private static final List<String> KEYS =
      List.of("k1", "k2", "k3", "\u00e9", "x".repeat(255), "x".repeat(256), " ", "a b", "\"q\"");

  /// What a fuzzer would end for all that follow: others, made for it.
  private static String caller(ApiWorld world, Operation operation) {
    return switch (operation.id()) {
      case "rotateToken", "revokeToken" ->
          world.minted("{\"name\":\"for once\"}").path("key").asString();
      case "retireMailbox" -> world.bob.token();
      default -> world.caller(operation);
    };
  }

  private static String path(ApiWorld world, Hostile hostile, Operation operation) {
    Map<String, String> instead = new TreeMap<>();
    switch (operation.id()) {
      case "changeIdentity", "changePoolMailbox", "addPoolMailbox" ->
          instead.put("handle", world.otherHandle);
      case "decideReview", "replaceSendPolicy" -> instead.put("tenantId", world.otherTenant);
      default -> {}
    }
    for (JsonNode parameter : operation.parameters("path")) {
      String text = hostile.text();
      if (hostile.chance(15) && !text.isEmpty() && text.length() < 2_000) {
        instead.put(parameter.path("name").asString(), text);
      }
    }
    return world.path(operation, instead);
  }

  private static String value(Hostile hostile, JsonNode parameter) {
    String name = parameter.path("name").asString();
    JsonNode value = hostile.value(parameter.path("schema"));
    String text = value.isString() ? value.asString() : value.toString();
    // A real wait helps nobody.
    if (name.equals("timeoutMs") && text.matches("\\d{2,5}")) {
      text = "7";
    }
    return ApiWorld.encoded(text.length() > 3_000 ? text.substring(0, 3_000) : text);
  }

  private static String shorter(Hostile hostile) {
    String text = hostile.text();
    return text.substring(0, Math.min(100, text.length()));
  }

  private static byte[] body(ApiWorld world, Hostile hostile, Operation operation) {
    JsonNode body = operation.body();
    if (body == null) {
      return hostile.chance(95) ? new byte[0] : hostile.mutated("{\"a\":1}");
    }
    String example = hostile.one(new ArrayList<>(world.examples(operation).values()));
    if (hostile.chance(15)) {
      return example.getBytes(StandardCharsets.UTF_8);
    }
    return hostile.chance(50)
        ? hostile.mutated(example)
        : hostile.json(hostile.value(body.iterator().next().path("schema")));
  }
}
