package dev.posthouse.local.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/// The requests of one send, made again and again with a job of another id each time: what is left
/// of the handler when nothing is decoded, decided, encoded or logged.
final class RawCalls {
  private static final String PK = "pk";

  private final DynamoDbClient dynamoDb;
  private final GetItemRequest get;
  private final BatchGetItemRequest batch;
  private final List<TransactWriteItem> writes;
  private final String jobKey;
  private final AtomicLong number = new AtomicLong();

  RawCalls(
      DynamoDbClient dynamoDb,
      GetItemRequest get,
      BatchGetItemRequest batch,
      TransactWriteItemsRequest transaction) {
    this.dynamoDb = dynamoDb;
    this.get = get;
    this.batch = batch;
    this.writes = transaction.transactItems();
    this.jobKey =
        writes.stream()
            .flatMap(write -> Optional.ofNullable(write.put()).stream())
            .map(put -> put.item().getOrDefault(PK, AttributeValue.fromS("")).s())
            .filter(key -> key.startsWith("JOB#"))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("a send puts a job"));
  }

  /// Reads the key and the batch at once, then writes: as many round trips as the handler makes.
  void run() {
    String key =
        "%s%032x".formatted(jobKey.substring(0, jobKey.length() - 32), number.getAndIncrement());
    var reading = new FutureTask<GetItemResponse>(() -> dynamoDb.getItem(get));
    Thread.ofVirtual().start(reading);
    dynamoDb.batchGetItem(withKey(key));
    try {
      reading.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the key could not be read", e.getCause());
    }
    dynamoDb.transactWriteItems(
        TransactWriteItemsRequest.builder()
            .transactItems(writes.stream().map(write -> withKey(write, key)).toList())
            .build());
  }

  private BatchGetItemRequest withKey(String key) {
    return batch.toBuilder()
        .requestItems(
            batch.requestItems().entrySet().stream()
                .collect(
                    Collectors.toMap(
                        Map.Entry::getKey,
                        table ->
                            table.getValue().toBuilder()
                                .keys(
                                    table.getValue().keys().stream()
                                        .map(each -> withKey(each, key))
                                        .toList())
                                .build())))
        .build();
  }

  private TransactWriteItem withKey(TransactWriteItem write, String key) {
    return write.put() == null
        ? write
        : write.toBuilder()
            .put(write.put().toBuilder().item(withKey(write.put().item(), key)).build())
            .build();
  }

  private Map<String, AttributeValue> withKey(Map<String, AttributeValue> item, String key) {
    if (!AttributeValue.fromS(jobKey).equals(item.get(PK))) {
      return item;
    }
    var copy = new HashMap<>(item);
    copy.put(PK, AttributeValue.fromS(key));
    return copy;
  }
}
