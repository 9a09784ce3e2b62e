package dev.posthouse.local.store;

import dev.posthouse.local.store.Images.ItemKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/// Counts what its requests would cost at DynamoDB, on demand, whatever the other client reports.
///
/// To know the size of what it writes it reads the items before and after, past the count. Under
/// concurrent writes of one item it may see another writer's image; the units rarely differ.
public final class MeteredDynamoDb extends DelegatingDynamoDb {
  private static final int WRITE_UNIT_BYTES = 1024;
  private static final int READ_UNIT_BYTES = 4096;

  /// A transaction prepares and commits each item.
  private static final int TRANSACTION_FACTOR = 2;

  private static final double EVENTUAL = 0.5;
  private static final double STRONG = 1;
  private static final double TRANSACTIONAL = 2;

  /// Tokens of transactions whose replays are remembered; DynamoDB remembers them for 10 minutes.
  private static final int TOKENS_MAX = 10_000;

  /// One action of a transaction.
  ///
  /// @param put the item of a put, empty of a delete, nothing of an update or a check
  /// @param writes false for a condition check
  private record Action(ItemKey key, Optional<Map<String, AttributeValue>> put, boolean writes) {}

  private final Meter meter;
  private final Images images;
  private final Map<String, Indexes> indexes = new ConcurrentHashMap<>();
  private final Set<String> tokens =
      Collections.synchronizedSet(
          Collections.newSetFromMap(
              new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                  return size() > TOKENS_MAX;
                }
              }));

  /// Counts the requests to `delegate` on `meter`.
  public MeteredDynamoDb(DynamoDbClient delegate, Meter meter) {
    super(delegate);
    this.meter = meter;
    this.images = new Images(delegate);
  }

  private Indexes indexes(String table) {
    return indexes.computeIfAbsent(
        table,
        name -> new Indexes(delegate().describeTable(request -> request.tableName(name)).table()));
  }

  // Writes of one item.

  @Override
  public PutItemResponse putItem(PutItemRequest request) {
    var key = new ItemKey(request.tableName(), indexes(request.tableName()).key(request.item()));
    return write(key, Optional.of(request.item()), () -> delegate().putItem(request));
  }

  @Override
  public UpdateItemResponse updateItem(UpdateItemRequest request) {
    var key = new ItemKey(request.tableName(), request.key());
    return write(key, Optional.empty(), () -> delegate().updateItem(request));
  }

  @Override
  public DeleteItemResponse deleteItem(DeleteItemRequest request) {
    var key = new ItemKey(request.tableName(), request.key());
    return write(key, Optional.of(Map.of()), () -> delegate().deleteItem(request));
  }

  private <R> R write(
      ItemKey key, Optional<Map<String, AttributeValue>> known, Supplier<R> request) {
    Map<String, AttributeValue> before = images.of(key);
    double units = 0;
    try {
      R response = request.get();
      Map<String, AttributeValue> after = known.orElseGet(() -> images.of(key));
      units = writeUnits(before, after) + indexes(key.table()).writeUnits(before, after);
      return response;
    } catch (ConditionalCheckFailedException e) {
      units = writeUnits(before, Map.of());
      throw e;
    } finally {
      meter.request(units, 0);
    }
  }

  /// The larger of both images, in units; at least one.
  private static int writeUnits(
      Map<String, AttributeValue> before, Map<String, AttributeValue> after) {
    int size = Math.max(ItemSize.of(before), ItemSize.of(after));
    return Math.max(1, Math.ceilDiv(size, WRITE_UNIT_BYTES));
  }

  @Override
  public BatchWriteItemResponse batchWriteItem(BatchWriteItemRequest request) {
    List<Action> actions = actions(request.requestItems());
    Map<ItemKey, Map<String, AttributeValue>> before =
        images.of(actions.stream().map(Action::key).toList());
    double units = 0;
    try {
      BatchWriteItemResponse response = delegate().batchWriteItem(request);
      actions.removeAll(actions(response.unprocessedItems()));
      for (Action action : actions) {
        Map<String, AttributeValue> old = before.getOrDefault(action.key(), Map.of());
        Map<String, AttributeValue> fresh = action.put().orElseThrow();
        units += writeUnits(old, fresh);
        units += indexes(action.key().table()).writeUnits(old, fresh);
      }
      return response;
    } finally {
      meter.request(units, 0);
    }
  }

  private List<Action> actions(Map<String, List<WriteRequest>> requests) {
    List<Action> actions = new ArrayList<>();
    requests.forEach((table, writes) -> {
      for (WriteRequest write : writes) {
        Map<String, AttributeValue> item =
            write.putRequest() == null ? Map.of() : write.putRequest().item();
        Map<String, AttributeValue> key =
            write.putRequest() == null ? write.deleteRequest().key() : indexes(table).key(item);
        actions.add(new Action(new ItemKey(table, key), Optional.of(item), true));
      }
    });
    return actions;
  }

  // Transactions.

  @Override
  public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
    List<Action> actions = request.transactItems().stream().map(this::action).toList();
    List<ItemKey> keys = actions.stream().map(Action::key).toList();
    Map<ItemKey, Map<String, AttributeValue>> before = images.of(keys);
    boolean replay =
        request.clientRequestToken() != null && tokens.contains(request.clientRequestToken());
    double wru = 0;
    double rru = 0;
    try {
      TransactWriteItemsResponse response = delegate().transactWriteItems(request);
      if (replay) {
        for (ItemKey key : keys) {
          rru += readUnits(before.getOrDefault(key, Map.of())) * TRANSACTIONAL;
        }
      } else {
        wru = committed(actions, before);
      }
      if (request.clientRequestToken() != null) {
        tokens.add(request.clientRequestToken());
      }
      return response;
    } catch (TransactionCanceledException e) {
      wru = cancelled(actions, before);
      throw e;
    } finally {
      meter.request(wru, rru);
    }
  }

  private Action action(TransactWriteItem item) {
    if (item.put() != null) {
      Map<String, AttributeValue> key = indexes(item.put().tableName()).key(item.put().item());
      return new Action(
          new ItemKey(item.put().tableName(), key), Optional.of(item.put().item()), true);
    }
    if (item.update() != null) {
      var key = new ItemKey(item.update().tableName(), item.update().key());
      return new Action(key, Optional.empty(), true);
    }
    if (item.delete() != null) {
      var key = new ItemKey(item.delete().tableName(), item.delete().key());
      return new Action(key, Optional.of(Map.of()), true);
    }
    var key = new ItemKey(item.conditionCheck().tableName(), item.conditionCheck().key());
    return new Action(key, Optional.empty(), false);
  }

  /// Twice the larger image of each item, and the index entries, which cost what they cost outside
  /// of a transaction. A check costs as much as a write.
  private double committed(List<Action> actions, Map<ItemKey, Map<String, AttributeValue>> before) {
    List<ItemKey> updated =
        actions.stream()
            .filter(action -> action.writes() && action.put().isEmpty())
            .map(Action::key)
            .toList();
    Map<ItemKey, Map<String, AttributeValue>> after = images.of(updated);
    double units = 0;
    for (Action action : actions) {
      Map<String, AttributeValue> old = before.getOrDefault(action.key(), Map.of());
      Map<String, AttributeValue> fresh =
          action.writes()
              ? action.put().orElseGet(() -> after.getOrDefault(action.key(), Map.of()))
              : old;
      units += TRANSACTION_FACTOR * writeUnits(old, fresh);
      units += indexes(action.key().table()).writeUnits(old, fresh);
    }
    return units;
  }

  /// A cancelled transaction is billed for the items it attempted, not for the indexes.
  private static double cancelled(
      List<Action> actions, Map<ItemKey, Map<String, AttributeValue>> before) {
    double units = 0;
    for (Action action : actions) {
      Map<String, AttributeValue> old = before.getOrDefault(action.key(), Map.of());
      units += TRANSACTION_FACTOR * writeUnits(old, action.put().orElse(Map.of()));
    }
    return units;
  }

  /// Counts a transaction that somebody cancelled on its way here.
  void countCancelled(TransactWriteItemsRequest request) {
    List<Action> actions = request.transactItems().stream().map(this::action).toList();
    meter.request(cancelled(actions, images.of(actions.stream().map(Action::key).toList())), 0);
  }

  @Override
  public TransactGetItemsResponse transactGetItems(TransactGetItemsRequest request) {
    double units = 0;
    try {
      TransactGetItemsResponse response = delegate().transactGetItems(request);
      for (int i = 0; i < request.transactItems().size(); i++) {
        var get = request.transactItems().get(i).get();
        Map<String, AttributeValue> item =
            get.projectionExpression() == null
                ? response.responses().get(i).item()
                : images.of(new ItemKey(get.tableName(), get.key()));
        units += readUnits(item) * TRANSACTIONAL;
      }
      return response;
    } finally {
      meter.request(0, units);
    }
  }

  // Reads.

  @Override
  public GetItemResponse getItem(GetItemRequest request) {
    double units = 0;
    try {
      GetItemResponse response = delegate().getItem(request);
      Map<String, AttributeValue> item =
          request.projectionExpression() == null
              ? response.item()
              : images.of(new ItemKey(request.tableName(), request.key()));
      units = readUnits(item) * consistency(request.consistentRead());
      return response;
    } finally {
      meter.request(0, units);
    }
  }

  private static int readUnits(Map<String, AttributeValue> item) {
    return readUnits(ItemSize.of(item));
  }

  private static int readUnits(int sizeBytes) {
    return Math.max(1, Math.ceilDiv(sizeBytes, READ_UNIT_BYTES));
  }

  private static double consistency(@Nullable Boolean strong) {
    return Boolean.TRUE.equals(strong) ? STRONG : EVENTUAL;
  }

  @Override
  public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
    double units = 0;
    try {
      BatchGetItemResponse response = delegate().batchGetItem(request);
      for (Map.Entry<String, KeysAndAttributes> asked : request.requestItems().entrySet()) {
        String table = asked.getKey();
        List<Map<String, AttributeValue>> keys = new ArrayList<>(asked.getValue().keys());
        KeysAndAttributes unprocessed = response.unprocessedKeys().get(table);
        if (unprocessed != null) {
          keys.removeAll(unprocessed.keys());
        }
        List<Map<String, AttributeValue>> items =
            asked.getValue().projectionExpression() == null
                ? response.responses().getOrDefault(table, List.of())
                : List.copyOf(
                    images.of(keys.stream().map(key -> new ItemKey(table, key)).toList()).values());
        int found = items.stream().mapToInt(MeteredDynamoDb::readUnits).sum();
        int missing = keys.size() - items.size();
        units += (found + missing) * consistency(asked.getValue().consistentRead());
      }
      return response;
    } finally {
      meter.request(0, units);
    }
  }

  @Override
  public QueryResponse query(QueryRequest request) {
    double units = 0;
    try {
      QueryResponse response = delegate().query(request);
      Optional<QueryRequest> whole = Evaluated.by(request);
      List<Map<String, AttributeValue>> items =
          whole.isPresent() ? delegate().query(whole.get()).items() : response.items();
      units = readUnits(sizeBytes(items)) * consistency(request.consistentRead());
      return response;
    } finally {
      meter.request(0, units);
    }
  }

  @Override
  public ScanResponse scan(ScanRequest request) {
    double units = 0;
    try {
      ScanResponse response = delegate().scan(request);
      Optional<ScanRequest> whole = Evaluated.by(request);
      List<Map<String, AttributeValue>> items =
          whole.isPresent() ? delegate().scan(whole.get()).items() : response.items();
      units = readUnits(sizeBytes(items)) * consistency(request.consistentRead());
      return response;
    } finally {
      meter.request(0, units);
    }
  }

  /// A page is summed up before it is rounded.
  private static int sizeBytes(List<Map<String, AttributeValue>> items) {
    return items.stream().mapToInt(ItemSize::of).sum();
  }
}
