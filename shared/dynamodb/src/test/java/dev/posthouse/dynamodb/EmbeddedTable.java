package dev.posthouse.dynamodb;

import dev.posthouse.testing.FakeContents;
import dev.posthouse.testing.FakeStore;
import dev.posthouse.testing.Ports;
import java.util.Random;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.dynamodb.services.local.embedded.DynamoDBEmbedded;

/// One DynamoDB Local inside this JVM with the platform's table, shared by all tests of the module.
final class EmbeddedTable {
  static final String NAME = "posthouse";

  private static final DynamoDbClient CLIENT = start();

  // What is too big for the table: one place for all calls, as S3 is.
  private static final FakeContents BIG = new FakeContents(new FakeStore());

  private EmbeddedTable() {}

  static DynamoDbClient client() {
    return CLIENT;
  }

  static Table table() {
    return new Table(CLIENT, NAME, new Backoff(new Random(1)));
  }

  static Ports ports() {
    Table table = table();
    return new Ports(
        new DynamoTenants(table),
        new DynamoIdentities(table),
        new DynamoOutbox(table),
        new DynamoJobs(table),
        new DynamoRecipients(table),
        new DynamoConversations(table),
        new DynamoMessages(table),
        new DynamoContents(table, BIG));
  }

  private static DynamoDbClient start() {
    DynamoDbClient client = DynamoDBEmbedded.create().dynamoDbClient();
    client.createTable(
        CreateTableRequest.builder()
            .tableName(NAME)
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
                index("activity", "activityOf", "activityAt", ProjectionType.ALL))
            .build());
    return client;
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
