package dev.posthouse.local.aws;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// JSON as the AWS APIs write it.
final class Json {
  private static final JsonMapper MAPPER = JsonMapper.shared();
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static ArrayNode texts(Collection<String> values) {
    ArrayNode array = MAPPER.createArrayNode();
    values.forEach(array::add);
    return array;
  }

  static ArrayNode array(JsonNode... values) {
    ArrayNode array = MAPPER.createArrayNode();
    for (JsonNode value : values) {
      array.add(value);
    }
    return array;
  }

  /// @throws JacksonException if it is not JSON
  static JsonNode read(byte[] json) {
    return MAPPER.readTree(json);
  }

  /// @throws JacksonException if it is not JSON
  static JsonNode read(String json) {
    return MAPPER.readTree(json);
  }

  static byte[] bytes(JsonNode json) {
    return MAPPER.writeValueAsBytes(json);
  }

  /// `2026-11-20T23:59:59.123Z`
  static String millis(Instant at) {
    return MILLIS.format(at);
  }

  /// `2026-11-20T23:59:59Z`
  static String seconds(Instant at) {
    return SECONDS.format(at);
  }
}
