package dev.posthouse.dynamodb;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/// The index of what is due at some time: jobs, waits for answers, receipts.
public final class DueIndex {
  /// As the template names it.
  public static final String NAME = "due";

  private DueIndex() {}

  /// What is due in some of the partitions, the earliest first, each with its keys and its moment.
  static List<Map<String, AttributeValue>> due(
      Table table, List<String> partitions, Instant until, int limit) {
    return partitions.stream()
        .flatMap(partition -> due(table, partition, until, limit))
        .sorted(Comparator.comparingLong(entry -> Attributes.number(entry, JobItem.DUE_AT)))
        .limit(limit)
        .toList();
  }

  private static Stream<Map<String, AttributeValue>> due(
      Table table, String partition, Instant until, int limit) {
    QueryRequest query =
        QueryRequest.builder()
            .tableName(table.name())
            .indexName(NAME)
            .keyConditionExpression("dueShard = :shard AND dueAt <= :until")
            .expressionAttributeValues(
                Map.of(
                    ":shard", AttributeValue.fromS(partition),
                    ":until", Item.number(until.toEpochMilli())))
            .limit(limit)
            .build();
    return table.client().query(query).items().stream();
  }

  /// All its partitions.
  public static List<String> partitions() {
    return Stream.of(
            JobItem.DUE_SHARDS, ConversationItem.DUE_SHARDS, List.of(ReceiptItem.DUE_SHARD))
        .flatMap(List::stream)
        .toList();
  }
}
