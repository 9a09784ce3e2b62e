package dev.posthouse.local.store;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/// The earliest entry of an index that is sorted by time, looked up again only after a write.
///
/// Any number of threads.
public final class FirstDue {
  private record Found(long writes, Optional<Long> at) {}

  private final LocalTable table;
  private final String index;
  private final List<String> partitions;
  private final String partition;
  private final String time;
  private Found found = new Found(-1, Optional.empty());

  /// @param index one whose sort key is a number
  /// @param partitions all that it may have
  /// @throws IllegalArgumentException if the table has no such index
  public FirstDue(LocalTable table, String index, List<String> partitions) {
    this.table = table;
    this.index = index;
    this.partitions = List.copyOf(partitions);
    this.partition = key(KeyType.HASH);
    this.time = key(KeyType.RANGE);
  }

  private String key(KeyType type) {
    return table.indexes().stream()
        .filter(each -> each.indexName().equals(index))
        .map(GlobalSecondaryIndexDescription::keySchema)
        .flatMap(keys -> keys.stream().filter(key -> key.keyType() == type))
        .map(KeySchemaElement::attributeName)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no sorted index " + index));
  }

  /// The least sort key, of whatever partition; empty if the index is.
  public synchronized Optional<Long> at() {
    // Counted before it is looked up: what is written meanwhile makes the next call look again.
    long writes = table.writes();
    if (found.writes() != writes) {
      found = new Found(writes, lookUp());
    }
    return found.at();
  }

  private Optional<Long> lookUp() {
    return partitions.stream().flatMap(this::first).min(Comparator.naturalOrder());
  }

  /// A scan of the index would read the whole table: it is local, and only looks like one.
  private Stream<Long> first(String name) {
    QueryRequest query =
        QueryRequest.builder()
            .tableName(table.name())
            .indexName(index)
            .keyConditionExpression("#partition = :partition")
            .expressionAttributeNames(Map.of("#partition", partition))
            .expressionAttributeValues(Map.of(":partition", AttributeValue.fromS(name)))
            .limit(1)
            .build();
    return table.dynamoDb().query(query).items().stream()
        .map(entry -> Long.valueOf(requireNonNull(entry.get(time)).n()));
  }
}
