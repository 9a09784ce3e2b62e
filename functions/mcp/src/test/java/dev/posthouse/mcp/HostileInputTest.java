package dev.posthouse.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.posthouse.lambda.Json;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Whatever comes, it is answered, and it is not our fault.
class HostileInputTest {
  private static final int ROUNDS = 6_000;
  private static final List<String> METHODS =
      List.of(
          "initialize",
          "ping",
          "server/discover",
          "tools/list",
          "tools/call",
          "notifications/initialized",
          "resources/read",
          "",
          "\u0000",
          "tools/call\n");
  private static final List<String> NAMES =
      List.of(
          "jsonrpc",
          "id",
          "method",
          "params",
          "_meta",
          "name",
          "arguments",
          "cursor",
          "protocolVersion",
          "io.modelcontextprotocol/protocolVersion",
          "io.modelcontextprotocol/clientCapabilities",
          "to",
          "subject",
          "text",
          "messageId",
          "maxChars",
          "limit",
          "types",
          "attachments",
          "__proto__");

  private static final List<String> KEYS =
      List.of("k", "a key", "~", "k".repeat(255), "", " k", "k ", "é", "k\n", "k".repeat(256), "中");

  private final Agent agent = new Agent();

  @AfterEach
  void close() {
    agent.close();
  }

  @Test
  void nothingMakesTheEndpointFail() {
    agent.api.on("GET /", 200, "{}").on("POST /", 202, "{}");
    var random = new Random(20260728);
    var statuses = new TreeSet<Integer>();
    for (int i = 0; i < ROUNDS; i++) {
      String body = body(random);
      Agent.Answer answer =
          random.nextBoolean()
              ? agent.post(body, "mcp-protocol-version", pick(random, Revisions.ALL))
              : agent.post(
                  body,
                  "mcp-method",
                  pick(random, METHODS),
                  "mcp-name",
                  "=?base64?" + random.nextInt());
      assertThat(answer.status()).as(body).isBetween(200, 499);
      statuses.add(answer.status());
    }
    assertThat(statuses).contains(200, 202, 400);
  }

  private static String body(Random random) {
    ObjectNode message = Json.mapper().createObjectNode();
    message.put("jsonrpc", "2.0").put("id", random.nextInt()).put("method", pick(random, METHODS));
    ObjectNode params = message.putObject("params");
    params.put(
        "name",
        pick(
            random,
            List.of(
                "list_messages",
                "get_message",
                "get_thread",
                "get_attachment",
                "send_email",
                "reply_to_message",
                "get_outbound_job",
                "get_mailbox",
                "list_events",
                "get_limits",
                "x")));
    params.set("arguments", value(random, 3));
    if (random.nextInt(3) == 0) {
      message.set(pick(random, NAMES), value(random, 3));
    }
    if (random.nextInt(3) == 0) {
      params.set(pick(random, NAMES), value(random, 3));
    }
    var text = new StringBuilder(message.toString());
    for (int cuts = random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 0; cuts > 0; cuts--) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(3)) {
        case 0 -> text.setLength(at + 1);
        case 1 -> text.setCharAt(at, (char) random.nextInt(0x10000));
        default -> text.insert(at, "[{\"\\u0000\\ud800".substring(0, 1 + random.nextInt(8)));
      }
    }
    return text.toString();
  }

  private static JsonNode value(Random random, int depth) {
    return switch (random.nextInt(depth == 0 ? 7 : 9)) {
      case 0 -> Json.mapper().nullNode();
      case 1 -> Json.mapper().valueToTree(random.nextBoolean());
      case 2 -> Json.mapper().valueToTree(random.nextInt(60) - 5);
      case 3 -> Json.mapper().valueToTree(random.nextDouble() * 100);
      case 4 -> Json.mapper().valueToTree("msg_" + random.nextInt(9));
      case 5 -> Json.mapper().valueToTree("../..?x=\u0000\ud83d\r\n".substring(random.nextInt(9)));
      case 6 -> Json.mapper().valueToTree("bob@example.com");
      case 7 -> {
        ArrayNode array = Json.mapper().createArrayNode();
        for (int i = random.nextInt(4); i > 0; i--) {
          array.add(value(random, depth - 1));
        }
        yield array;
      }
      default -> {
        ObjectNode object = Json.mapper().createObjectNode();
        for (int i = random.nextInt(5); i > 0; i--) {
          object.set(pick(random, NAMES), value(random, depth - 1));
        }
        yield object;
      }
    };
  }

  /// The schema we show and the check we make agree with the validator that clients use.
  @Test
  void whatTheSchemaSaysIsWhatIsChecked() {
    var registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    var random = new Random(7);
    Set<Boolean> verdicts = new TreeSet<>();
    for (Tool tool : new McpTools(random).all()) {
      Shape.Fields shape = tool.input(false);
      Schema schema = registry.getSchema(shape.schema());
      for (int i = 0; i < 2_000; i++) {
        JsonNode given = shape.tidied(arguments(random, shape));
        boolean ours = shape.faults("", given).isEmpty();
        assertThat(schema.validate(given).isEmpty()).as(tool.name() + given).isEqualTo(ours);
        verdicts.add(ours);
      }
    }
    assertThat(verdicts).containsExactly(false, true);
  }

  private static JsonNode arguments(Random random, Shape.Fields shape) {
    ObjectNode given = Json.mapper().createObjectNode();
    for (Shape.Field field : shape.fields()) {
      if (field.required() ? random.nextInt(10) > 0 : random.nextInt(4) == 0) {
        given.set(
            field.name(),
            random.nextInt(5) == 0 ? value(random, 2) : fitting(random, field.shape()));
      }
    }
    if (random.nextInt(10) == 0) {
      given.set(pick(random, NAMES), value(random, 1));
    }
    return given;
  }

  private static JsonNode fitting(Random random, Shape shape) {
    return switch (shape) {
      case Shape.Text(int _, int max) ->
          Json.mapper().valueToTree("📮".repeat(Math.max(1, max - random.nextInt(2))));
      case Shape.Form(String _, String _) -> Json.mapper().valueToTree(pick(random, KEYS));
      case Shape.Word(List<String> words) -> Json.mapper().valueToTree(pick(random, words));
      case Shape.Whole(long min, long max) ->
          Json.mapper().valueToTree(random.nextBoolean() ? min : max);
      case Shape.Flag() -> Json.mapper().valueToTree(random.nextBoolean());
      case Shape.Many many -> {
        ArrayNode array = Json.mapper().createArrayNode();
        for (int i = many.min(); i > 0; i--) {
          array.add(fitting(random, many.each()));
        }
        yield array;
      }
      case Shape.Fields fields -> {
        ObjectNode object = Json.mapper().createObjectNode();
        fields.fields().forEach(each -> object.set(each.name(), fitting(random, each.shape())));
        yield object;
      }
    };
  }

  private static <T> T pick(Random random, List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  @Test
  void allThatIsWrongIsNamedAtOnce() {
    assertThat(
            agent.refused(
                "send_email",
                Map.of("to", List.of(1, "a@example.com"), "limit", 2, "sendAt", false)))
        .contains("to[0] is a string")
        .contains("subject is required")
        .contains("sendAt is a string")
        .contains("limit is not known here");
    assertThat(agent.refused("list_messages", Map.of("limit", 51, "direction", "up")))
        .contains("limit is a whole number from 1 to 50")
        .contains("direction is one of inbound, outbound");
  }
}
