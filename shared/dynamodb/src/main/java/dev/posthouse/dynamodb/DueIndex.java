package dev.posthouse.dynamodb;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// The index of what is due at some time: jobs, waits for answers, receipts.
public final class DueIndex {
  /// As the template names it.
  public static final String NAME = "due";

  private DueIndex() {}

  /// All its partitions.
  public static List<String> partitions() {
    var partitions = new ArrayList<String>();
    IntStream.range(0, JobItem.DUE_SHARDS).mapToObj(JobItem::dueShard).forEach(partitions::add);
    IntStream.range(0, ConversationItem.DUE_SHARDS)
        .mapToObj(ConversationItem::dueShard)
        .forEach(partitions::add);
    partitions.add(ReceiptItem.DUE_SHARD);
    return partitions;
  }
}
