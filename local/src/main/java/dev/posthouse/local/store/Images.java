package dev.posthouse.local.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/// Looks at items past the meter.
final class Images {
  private static final int KEYS_MAX = 100; // of BatchGetItem

  /// The primary key of an item of a table.
  record ItemKey(String table, Map<String, AttributeValue> attributes) {}

  private final DynamoDbClient dynamoDb;

  Images(DynamoDbClient dynamoDb) {
    this.dynamoDb = dynamoDb;
  }

  /// The item as it is now, empty if there is none.
  Map<String, AttributeValue> of(ItemKey key) {
    return dynamoDb
        .getItem(get -> get.tableName(key.table()).key(key.attributes()).consistentRead(true))
        .item();
  }

  /// The items as they are now; those that are not there are missing.
  Map<ItemKey, Map<String, AttributeValue>> of(Collection<ItemKey> keys) {
    Map<ItemKey, Map<String, AttributeValue>> images = new HashMap<>();
    List<ItemKey> left = new ArrayList<>(new LinkedHashSet<>(keys));
    while (!left.isEmpty()) {
      List<ItemKey> some = left.subList(0, Math.min(KEYS_MAX, left.size()));
      Map<String, List<Map<String, AttributeValue>>> byTable = new HashMap<>();
      for (ItemKey key : some) {
        byTable.computeIfAbsent(key.table(), _ -> new ArrayList<>()).add(key.attributes());
      }
      Map<String, KeysAndAttributes> request = new HashMap<>();
      byTable.forEach((table, attributes) ->
          request.put(
              table, KeysAndAttributes.builder().keys(attributes).consistentRead(true).build()));
      var response = dynamoDb.batchGetItem(get -> get.requestItems(request));
      for (ItemKey key : some) {
        response.responses().getOrDefault(key.table(), List.of()).stream()
            .filter(item -> item.entrySet().containsAll(key.attributes().entrySet()))
            .forEach(item -> images.put(key, item));
      }
      left = left.subList(some.size(), left.size());
      if (response.hasUnprocessedKeys()) {
        response
            .unprocessedKeys()
            .forEach((table, unprocessed) ->
                unprocessed
                    .keys()
                    .forEach(attributes ->
                        images.put(
                            new ItemKey(table, attributes), of(new ItemKey(table, attributes)))));
      }
    }
    return images;
  }
}
