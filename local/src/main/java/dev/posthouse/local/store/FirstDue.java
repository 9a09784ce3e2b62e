package dev.posthouse.local.store;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;

/// The earliest entry of an index that is sorted by time, looked up again only after a write.
///
/// Any number of threads.
public final class FirstDue {
  private record Found(long writes, Optional<Long> at) {}

  private final LocalTable table;
  private final String index;
  private final String time;
  private Found found = new Found(-1, Optional.empty());

  /// @param index one whose sort key is a number
  /// @throws IllegalArgumentException if the table has no such index
  public FirstDue(LocalTable table, String index) {
    this.table = table;
    this.index = index;
    this.time =
        table.indexes().stream()
            .filter(each -> each.indexName().equals(index))
            .map(GlobalSecondaryIndexDescription::keySchema)
            .flatMap(keys -> keys.stream().filter(key -> key.keyType() == KeyType.RANGE))
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
    return table
        .dynamoDb()
        .scanPaginator(scan -> scan.tableName(table.name()).indexName(index))
        .items()
        .stream()
        .map(entry -> Long.valueOf(requireNonNull(entry.get(time)).n()))
        .min(Comparator.naturalOrder());
  }
}
