package dev.posthouse.dynamodb;

import dev.posthouse.testing.AwsEndpoint;
import dev.posthouse.testing.FakeContents;
import dev.posthouse.testing.FakeStore;
import dev.posthouse.testing.Ports;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
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

/// The platform's table at an endpoint: one for the tests of each contract, or as
/// [AwsEndpoint#place] says.
final class ContractTable {
  private static final Map<String, DynamoDbClient> CLIENTS = new ConcurrentHashMap<>();
  private static final Map<String, ContractTable> TABLES = new ConcurrentHashMap<>();

  private final DynamoDbClient client;
  private final String name;

  // What is too big for the table: one place for all calls, as S3 is.
  private final FakeContents big = new FakeContents(new FakeStore());

  private ContractTable(DynamoDbClient client, String name) {
    this.client = client;
    this.name = name;
  }

  static ContractTable on(AwsEndpoint endpoint, String contract) {
    return TABLES.computeIfAbsent(
        contract + " on " + endpoint.place(),
        there -> {
          DynamoDbClient client =
              CLIENTS.computeIfAbsent(endpoint.toString(), it -> client(endpoint));
          var table = new ContractTable(client, AwsEndpoint.fresh("posthouse-" + contract));
          table.create();
          if (!endpoint.isEmbedded()) {
            client.waiter().waitUntilTableExists(request -> request.tableName(table.name));
          }
          return table;
        });
  }

  private static DynamoDbClient client(AwsEndpoint endpoint) {
    return endpoint.isEmbedded()
        ? DynamoDBEmbedded.create().dynamoDbClient()
        : endpoint.client(DynamoDbClient.builder().httpClient(UrlConnectionHttpClient.create()));
  }

  DynamoDbClient client() {
    return client;
  }

  String name() {
    return name;
  }

  Table table() {
    return table(client);
  }

  /// The table as that client sees it.
  Table table(DynamoDbClient through) {
    return new Table(through, name, new Backoff(new Random(1)));
  }

  Ports ports() {
    Table table = table();
    return new Ports(
        new DynamoTenants(table),
        new DynamoPurses(table),
        new DynamoIdentities(table),
        new DynamoOutbox(table),
        new DynamoJobs(table),
        new DynamoRecipients(table),
        new DynamoConversations(table),
        new DynamoMessages(table),
        new DynamoContents(table, big),
        new DynamoMailboxDays(table),
        new DynamoMomentPages(table));
  }

  private void create() {
    client.createTable(
        CreateTableRequest.builder()
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
                index("activity", "activityOf", "activityAt", ProjectionType.ALL))
            .build());
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
