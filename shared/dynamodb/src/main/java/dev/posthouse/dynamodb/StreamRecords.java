package dev.posthouse.dynamodb;

import dev.posthouse.domain.identity.IdentityId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads the batch of table changes that a stream hands a function, and writes the answer that
/// tells which of them are to come again.
///
/// The event type of aws-lambda-java-events would do, but its first deserialization takes a quarter
/// of a second and its attribute values are not the SDK's
/// (`docs/decisions/0005-stream-records.md`).
public final class StreamRecords {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String IDENTITY = "identity";

  private StreamRecords() {}

  /// One change of one item.
  ///
  /// @param sequenceNumber names the record in the answer
  /// @param oldImage the item before; empty if it is new
  /// @param newImage the item after; empty if it is gone
  public record Change(
      String sequenceNumber,
      Optional<Map<String, AttributeValue>> oldImage,
      Optional<Map<String, AttributeValue>> newImage) {
    /// What kind of item it is, as `docs/data-model.md` names them; empty if the item does not say.
    public String kind() {
      return newImage
          .or(() -> oldImage)
          .flatMap(item -> Attributes.optionalString(item, Item.KIND))
          .orElse("");
    }

    /// Whose the item is, as far as it says so without being read as a whole.
    public Optional<IdentityId> identity() {
      return newImage
          .or(() -> oldImage)
          .flatMap(item ->
              Stream.of(IDENTITY, ConversationItem.ACTIVITY_OF, UnsubscribedItem.THROUGH)
                  .flatMap(name -> Attributes.optionalString(item, name).stream())
                  .findFirst()
                  .map(IdentityId::new)
                  .or(() ->
                      kind().equals(MessageItem.KIND)
                          ? Optional.of(MessageItem.identity(item))
                          : Optional.empty()));
    }
  }

  /// The changes in the order of the stream.
  public static List<Change> read(InputStream event) {
    var changes = new ArrayList<Change>();
    for (JsonNode node : JSON.readTree(event).path("Records")) {
      JsonNode change = node.path("dynamodb");
      changes.add(
          new Change(
              change.path("SequenceNumber").asString(),
              image(change.path("OldImage")),
              image(change.path("NewImage"))));
    }
    return changes;
  }

  /// Writes which records failed: they and all after them come again.
  ///
  /// Source: "Reporting batch item failures with DynamoDB" of the AWS Lambda Developer Guide.
  public static void writeFailures(OutputStream out, Collection<String> sequenceNumbers)
      throws IOException {
    List<Map<String, String>> failures =
        sequenceNumbers.stream().map(number -> Map.of("itemIdentifier", number)).toList();
    out.write(
        JSON.writeValueAsString(Map.of("batchItemFailures", failures))
            .getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<Map<String, AttributeValue>> image(JsonNode node) {
    return node.isObject() ? Optional.of(attributes(node)) : Optional.empty();
  }

  private static Map<String, AttributeValue> attributes(JsonNode node) {
    var attributes = new HashMap<String, AttributeValue>();
    node.properties().forEach(entry -> attributes.put(entry.getKey(), value(entry.getValue())));
    return attributes;
  }

  private static AttributeValue value(JsonNode node) {
    Map.Entry<String, JsonNode> typed = node.properties().iterator().next();
    JsonNode value = typed.getValue();
    return switch (typed.getKey()) {
      case "S" -> AttributeValue.fromS(value.asString());
      case "N" -> AttributeValue.fromN(value.asString());
      case "B" -> AttributeValue.fromB(bytes(value));
      case "BOOL" -> AttributeValue.fromBool(value.asBoolean());
      case "NULL" -> AttributeValue.fromNul(true);
      case "M" -> AttributeValue.fromM(attributes(value));
      case "L" -> AttributeValue.fromL(value.valueStream().map(StreamRecords::value).toList());
      case "SS" -> AttributeValue.fromSs(value.valueStream().map(JsonNode::asString).toList());
      case "NS" -> AttributeValue.fromNs(value.valueStream().map(JsonNode::asString).toList());
      case "BS" -> AttributeValue.fromBs(value.valueStream().map(StreamRecords::bytes).toList());
      default -> throw new IllegalArgumentException("unknown attribute type " + typed.getKey());
    };
  }

  private static SdkBytes bytes(JsonNode value) {
    return SdkBytes.fromByteArray(Base64.getDecoder().decode(value.asString()));
  }
}
