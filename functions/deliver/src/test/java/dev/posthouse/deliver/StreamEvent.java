package dev.posthouse.deliver;

import dev.posthouse.lambda.Json;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// A batch of the table's stream as Lambda hands it over.
final class StreamEvent {
  private final List<Map<String, Object>> records = new ArrayList<>();

  /// Adds a record of an item put.
  StreamEvent put(String sequenceNumber, Map<String, AttributeValue> item) {
    Map<String, Object> image = new LinkedHashMap<>();
    item.forEach((name, value) -> image.put(name, typed(value)));
    records.add(
        Map.of(
            "eventName",
            "INSERT",
            "dynamodb",
            Map.of("SequenceNumber", sequenceNumber, "NewImage", image)));
    return this;
  }

  String json() {
    return Json.encode(Map.of("Records", records));
  }

  private static Map<String, Object> typed(AttributeValue value) {
    return switch (value.type()) {
      case S -> Map.of("S", value.s());
      case N -> Map.of("N", value.n());
      case BOOL -> Map.of("BOOL", value.bool());
      case B -> Map.of("B", Base64.getEncoder().encodeToString(value.b().asByteArray()));
      default -> throw new IllegalArgumentException("no job has a " + value.type());
    };
  }
}
