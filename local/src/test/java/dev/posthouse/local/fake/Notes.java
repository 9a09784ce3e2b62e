package dev.posthouse.local.fake;

import dev.posthouse.lambda.Platform;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Items of the table of the test's system.
final class Notes {
  private final DynamoDbClient dynamoDb;
  private final String table;

  Notes(Platform platform) {
    this.dynamoDb = platform.client(DynamoDbClient.class, DynamoDbClient::create);
    this.table = platform.settings().getOrDefault("TABLE_NAME", "");
  }

  void put(String kind, String id, String text) {
    Map<String, AttributeValue> item = new HashMap<>(key(kind, id));
    item.put("kind", AttributeValue.fromS(kind));
    item.put("text", AttributeValue.fromS(text));
    dynamoDb.putItem(request -> request.tableName(table).item(item));
  }

  /// Adds one to a counter.
  void count(String id, String at) {
    dynamoDb.updateItem(request ->
        request
            .tableName(table)
            .key(key("count", id))
            .updateExpression("SET #text = :at, kind = :kind ADD times :one")
            .expressionAttributeNames(Map.of("#text", "text"))
            .expressionAttributeValues(
                Map.of(
                    ":at", AttributeValue.fromS(at),
                    ":kind", AttributeValue.fromS("count"),
                    ":one", AttributeValue.fromN("1"))));
  }

  Optional<Map<String, AttributeValue>> find(String kind, String id) {
    return Optional.of(
            dynamoDb
                .getItem(
                    request -> request.tableName(table).key(key(kind, id)).consistentRead(true))
                .item())
        .filter(item -> !item.isEmpty());
  }

  private static Map<String, AttributeValue> key(String kind, String id) {
    return Map.of("pk", AttributeValue.fromS(kind), "sk", AttributeValue.fromS(id));
  }
}
