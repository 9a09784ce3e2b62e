package dev.posthouse.local.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.dynamodb.services.local.embedded.DynamoDBEmbedded;
import software.amazon.dynamodb.services.local.shared.access.AmazonDynamoDBLocal;

/// One table of DynamoDB Local inside this process: no socket, no telemetry.
///
/// A database holds this table alone, because a second table with a stream makes every request of
/// DynamoDB Local walk the first one's stream records. Time to live is not left to DynamoDB Local,
/// which only knows the machine's clock: [#expire] does it by the clock of the run.
public final class LocalTable implements AutoCloseable {
  private final AmazonDynamoDBLocal local;
  private final CountingDynamoDb dynamoDb;
  private final DynamoDbStreamsClient streams;
  private final TableDescription table;

  private LocalTable(AmazonDynamoDBLocal local, CreateTableRequest definition) {
    this.local = local;
    this.dynamoDb = new CountingDynamoDb(local.dynamoDbClient());
    this.streams = local.dynamoDbStreamsClient();
    this.table = createdOrFound(definition);
  }

  /// A new table that is gone when the process ends.
  public static LocalTable inMemory(CreateTableRequest definition) {
    return open(null, definition);
  }

  /// The table in that file, created if it is not there. Its content survives the process, however
  /// it ends. One process at a time.
  ///
  /// @throws IllegalStateException if the table there has other keys or indexes than the definition
  /// @throws IOException if the folder of the file cannot be made, or the file is a folder
  public static LocalTable inFile(Path file, CreateTableRequest definition) throws IOException {
    if (Files.isDirectory(file)) {
      // DynamoDB Local would try to open it again and again, for ever.
      throw new IOException("a folder where the database file should be: " + file);
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    return open(file, definition);
  }

  private static LocalTable open(@Nullable Path file, CreateTableRequest definition) {
    // The second argument turns telemetry off, which otherwise reports to AWS.
    return new LocalTable(
        DynamoDBEmbedded.create(file == null ? null : file.toFile(), true), definition);
  }

  private TableDescription createdOrFound(CreateTableRequest definition) {
    String name = definition.tableName();
    if (!dynamoDb.listTables().tableNames().contains(name)) {
      dynamoDb.createTable(definition);
    }
    TableDescription found = dynamoDb.describeTable(request -> request.tableName(name)).table();
    Set<String> wanted =
        definition.globalSecondaryIndexes().stream()
            .map(GlobalSecondaryIndex::indexName)
            .collect(Collectors.toSet());
    Set<String> present =
        found.globalSecondaryIndexes().stream()
            .map(GlobalSecondaryIndexDescription::indexName)
            .collect(Collectors.toSet());
    if (!found.keySchema().equals(definition.keySchema()) || !wanted.equals(present)) {
      throw new IllegalStateException(
          "the stored table '%s' is of another definition: start with an empty data folder"
              .formatted(name));
    }
    return found;
  }

  /// The client of the table, of this process and unmetered.
  public DynamoDbClient dynamoDb() {
    return dynamoDb;
  }

  /// The client of the table's stream.
  public DynamoDbStreamsClient streams() {
    return streams;
  }

  /// How many requests may have changed an item so far.
  public long writes() {
    return dynamoDb.writes();
  }

  List<GlobalSecondaryIndexDescription> indexes() {
    return table.globalSecondaryIndexes();
  }

  /// The table's name.
  public String name() {
    return table.tableName();
  }

  /// The stream of the table; see [StreamReader].
  ///
  /// @throws IllegalStateException if the definition asks for no stream
  public String streamArn() {
    String arn = table.latestStreamArn();
    if (arn == null) {
      throw new IllegalStateException("table %s has no stream".formatted(name()));
    }
    return arn;
  }

  /// Deletes what has expired, as DynamoDB's time to live does sooner or later.
  ///
  /// @param attribute holds the second of the epoch after which an item may go
  /// @param nowSeconds of the epoch
  /// @return how many items went
  public int expire(String attribute, long nowSeconds) {
    Map<String, AttributeValue> now =
        Map.of(":now", AttributeValue.fromN(Long.toString(nowSeconds)));
    var scan =
        ScanRequest.builder()
            .tableName(name())
            .filterExpression("#at < :now")
            .expressionAttributeNames(Map.of("#at", attribute))
            .expressionAttributeValues(now)
            .build();
    int gone = 0;
    for (Map<String, AttributeValue> item : dynamoDb.scanPaginator(scan).items()) {
      dynamoDb.deleteItem(request -> request.tableName(name()).key(keyOf(item)));
      gone++;
    }
    return gone;
  }

  private Map<String, AttributeValue> keyOf(Map<String, AttributeValue> item) {
    return table.keySchema().stream()
        .collect(
            Collectors.toMap(key -> key.attributeName(), key -> item.get(key.attributeName())));
  }

  @Override
  public void close() {
    local.shutdownNow();
  }
}
