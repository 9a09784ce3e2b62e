package dev.posthouse.local.store;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Record;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Stream records in the JSON that Lambda makes of them.
final class StreamRecords {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private StreamRecords() {}

  /// @param at when it happened, since DynamoDB Local goes by the machine's clock
  static StreamRecord of(Record record, String streamArn, Instant at) {
    var change = record.dynamodb();
    ObjectNode dynamodb = JSON.objectNode();
    dynamodb.put(
        "ApproximateCreationDateTime",
        BigDecimal.valueOf(at.toEpochMilli(), 3).stripTrailingZeros());
    dynamodb.set("Keys", item(change.keys()));
    if (change.hasNewImage()) {
      dynamodb.set("NewImage", item(change.newImage()));
    }
    if (change.hasOldImage()) {
      dynamodb.set("OldImage", item(change.oldImage()));
    }
    dynamodb.put("SequenceNumber", change.sequenceNumber());
    dynamodb.put("SizeBytes", change.sizeBytes());
    dynamodb.put("StreamViewType", change.streamViewTypeAsString());

    ObjectNode json =
        JSON.objectNode()
            .put("eventID", record.eventID())
            .put("eventName", record.eventNameAsString())
            .put("eventVersion", record.eventVersion())
            .put("eventSource", "aws:dynamodb")
            .put("awsRegion", "us-east-1");
    json.set("dynamodb", dynamodb);
    if (record.userIdentity() != null) {
      json.putObject("userIdentity")
          .put("type", record.userIdentity().type())
          .put("principalId", record.userIdentity().principalId());
    }
    json.put("eventSourceARN", streamArn);
    return new StreamRecord(change.sequenceNumber(), json);
  }

  private static ObjectNode item(Map<String, AttributeValue> attributes) {
    ObjectNode item = JSON.objectNode();
    attributes.forEach((name, value) -> item.set(name, value(value)));
    return item;
  }

  private static ObjectNode value(AttributeValue value) {
    ObjectNode json = JSON.objectNode();
    switch (value.type()) {
      case S -> json.put("S", value.s());
      case N -> json.put("N", value.n());
      case B -> json.put("B", value.b().asByteArrayUnsafe());
      case BOOL -> json.put("BOOL", value.bool());
      case NUL -> json.put("NULL", true);
      case M -> json.set("M", item(value.m()));
      case L -> {
        ArrayNode list = json.putArray("L");
        value.l().forEach(each -> list.add(value(each)));
      }
      case SS -> {
        ArrayNode set = json.putArray("SS");
        value.ss().forEach(set::add);
      }
      case NS -> {
        ArrayNode set = json.putArray("NS");
        value.ns().forEach(set::add);
      }
      case BS -> {
        ArrayNode set = json.putArray("BS");
        value.bs().forEach(each -> set.add(each.asByteArrayUnsafe()));
      }
      case UNKNOWN_TO_SDK_VERSION ->
          throw new IllegalArgumentException("unknown attribute type: " + value);
    }
    return json;
  }
}
