package dev.posthouse.local.store;

import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/// A table like ours, and items for it.
final class Tables {
  static final String NAME = "things";

  private Tables() {}

  /// With a sparse index `due` of keys only, a sparse index `activity` of everything, and a stream.
  static CreateTableRequest definition() {
    return CreateTableRequest.builder()
        .tableName(NAME)
        .billingMode(BillingMode.PAY_PER_REQUEST)
        .keySchema(key("pk", KeyType.HASH), key("sk", KeyType.RANGE))
        .attributeDefinitions(
            attribute("pk", ScalarAttributeType.S),
            attribute("sk", ScalarAttributeType.S),
            attribute("dueShard", ScalarAttributeType.S),
            attribute("dueAt", ScalarAttributeType.N),
            attribute("activityOf", ScalarAttributeType.S),
            attribute("activityAt", ScalarAttributeType.S))
        .globalSecondaryIndexes(
            index("due", "dueShard", "dueAt", ProjectionType.KEYS_ONLY),
            index("activity", "activityOf", "activityAt", ProjectionType.ALL))
        .streamSpecification(
            stream -> stream.streamEnabled(true).streamViewType(StreamViewType.NEW_AND_OLD_IMAGES))
        .build();
  }

  private static GlobalSecondaryIndex index(
      String name, String hash, String range, ProjectionType projection) {
    return GlobalSecondaryIndex.builder()
        .indexName(name)
        .keySchema(key(hash, KeyType.HASH), key(range, KeyType.RANGE))
        .projection(each -> each.projectionType(projection))
        .build();
  }

  private static AttributeDefinition attribute(String name, ScalarAttributeType type) {
    return AttributeDefinition.builder().attributeName(name).attributeType(type).build();
  }

  private static KeySchemaElement key(String name, KeyType type) {
    return KeySchemaElement.builder().attributeName(name).keyType(type).build();
  }

  static Map<String, AttributeValue> key(String pk) {
    return new TreeMap<>(Map.of("pk", s(pk), "sk", s("A")));
  }

  /// An item of exactly that size in bytes.
  static Map<String, AttributeValue> item(String pk, int sizeBytes) {
    Map<String, AttributeValue> item = key(pk);
    int left = sizeBytes - ItemSize.of(item) - "x".length();
    if (left < 0) {
      throw new IllegalArgumentException("too small: " + sizeBytes);
    }
    item.put("x", s("x".repeat(left)));
    return item;
  }

  static AttributeValue s(String text) {
    return AttributeValue.fromS(text);
  }

  static AttributeValue n(long number) {
    return AttributeValue.fromN(Long.toString(number));
  }
}
