package dev.posthouse.testbed;

import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.dynamodb.services.local.embedded.DynamoDBEmbedded;

/// A table such as the platform's in DynamoDB Local, inside this JVM.
///
/// @param client of the one DynamoDB Local that all tests of a module share
record EmbeddedTable(DynamoDbClient client, String name) {
  private static final DynamoDbClient LOCAL = DynamoDBEmbedded.create().dynamoDbClient();
  private static final AtomicInteger SERIAL = new AtomicInteger();

  /// A new table, empty, with the platform's indexes.
  static EmbeddedTable create() {
    String name = "posthouse" + SERIAL.incrementAndGet();
    LOCAL.createTable(table ->
        table
            .tableName(name)
            .billingMode(BillingMode.PAY_PER_REQUEST)
            .attributeDefinitions(
                attribute("pk", ScalarAttributeType.S),
                attribute("sk", ScalarAttributeType.S),
                attribute("dueShard", ScalarAttributeType.S),
                attribute("dueAt", ScalarAttributeType.N),
                attribute("activityOf", ScalarAttributeType.S),
                attribute("activityAt", ScalarAttributeType.S))
            .keySchema(key("pk", KeyType.HASH), key("sk", KeyType.RANGE))
            .globalSecondaryIndexes(
                index("due", "dueShard", "dueAt", ProjectionType.KEYS_ONLY),
                index("activity", "activityOf", "activityAt", ProjectionType.ALL)));
    return new EmbeddedTable(LOCAL, name);
  }

  private static AttributeDefinition attribute(String name, ScalarAttributeType type) {
    return AttributeDefinition.builder().attributeName(name).attributeType(type).build();
  }

  private static KeySchemaElement key(String name, KeyType type) {
    return KeySchemaElement.builder().attributeName(name).keyType(type).build();
  }

  private static GlobalSecondaryIndex index(
      String name, String hash, String range, ProjectionType projection) {
    return GlobalSecondaryIndex.builder()
        .indexName(name)
        .keySchema(key(hash, KeyType.HASH), key(range, KeyType.RANGE))
        .projection(p -> p.projectionType(projection))
        .build();
  }
}
