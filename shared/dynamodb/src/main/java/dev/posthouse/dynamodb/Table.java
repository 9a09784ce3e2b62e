package dev.posthouse.dynamodb;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/// The platform's one table: a client and a name, with the few calls the adapters make of it.
public final class Table {
  private static final int BATCH_MAX = 100;
  private static final int ATTEMPTS_MAX = 8;

  private final DynamoDbClient dynamoDb;
  private final String name;
  private final Backoff backoff;

  public Table(DynamoDbClient dynamoDb, String name, Backoff backoff) {
    this.dynamoDb = dynamoDb;
    this.name = name;
    this.backoff = backoff;
  }

  DynamoDbClient client() {
    return dynamoDb;
  }

  String name() {
    return name;
  }

  Backoff backoff() {
    return backoff;
  }

  Transaction transaction() {
    return new Transaction(name);
  }

  /// The item as of now (strongly consistent).
  Optional<Map<String, AttributeValue>> get(Key key) {
    var response =
        dynamoDb.getItem(
            request -> request.tableName(name).key(key.attributes()).consistentRead(true));
    return response.hasItem() ? Optional.of(response.item()) : Optional.empty();
  }

  /// Those of the items that exist.
  Map<Key, Map<String, AttributeValue>> getAll(Collection<Key> keys, boolean strong) {
    var found = new HashMap<Key, Map<String, AttributeValue>>();
    List<Key> left = keys.stream().distinct().toList();
    for (int from = 0; from < left.size(); from += BATCH_MAX) {
      getBatch(left.subList(from, Math.min(left.size(), from + BATCH_MAX)), strong, found);
    }
    return found;
  }

  private void getBatch(
      List<Key> keys, boolean strong, Map<Key, Map<String, AttributeValue>> found) {
    var wanted = new ArrayList<Map<String, AttributeValue>>();
    keys.forEach(key -> wanted.add(key.attributes()));
    Map<String, KeysAndAttributes> request =
        Map.of(name, KeysAndAttributes.builder().keys(wanted).consistentRead(strong).build());
    for (int attempt = 1; !request.isEmpty(); attempt++) {
      Map<String, KeysAndAttributes> batch = request;
      BatchGetItemResponse response = dynamoDb.batchGetItem(get -> get.requestItems(batch));
      for (Map<String, AttributeValue> item : response.responses().getOrDefault(name, List.of())) {
        found.put(Key.of(item), item);
      }
      request = response.unprocessedKeys();
      if (!request.isEmpty()) {
        backoff.pause(attempt);
      }
    }
  }

  /// Updates one item. Empty where the condition failed and there is no item; the item as it was
  /// where the condition failed and there is one.
  Updated update(Key key, Expression expression) {
    UpdateItemRequest.Builder request =
        UpdateItemRequest.builder()
            .tableName(name)
            .key(key.attributes())
            .updateExpression(expression.update())
            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
    expression.condition().ifPresent(request::conditionExpression);
    expression.names().ifPresent(request::expressionAttributeNames);
    expression.values().ifPresent(request::expressionAttributeValues);
    for (int attempt = 1; ; attempt++) {
      try {
        dynamoDb.updateItem(request.build());
        return new Updated.Done();
      } catch (ConditionalCheckFailedException e) {
        return new Updated.Refused(e.hasItem() ? e.item() : Map.of());
      } catch (TransactionConflictException e) {
        // A transaction holds the item for some ten milliseconds; the SDK does not retry this one.
        if (attempt == ATTEMPTS_MAX) {
          throw e;
        }
        backoff.pause(attempt);
      }
    }
  }

  /// Commits again while other writes are in the way.
  Transaction.Outcome commit(Transaction transaction) {
    for (int attempt = 1; ; attempt++) {
      Transaction.Outcome outcome = transaction.commit(dynamoDb);
      if (!(outcome instanceof Transaction.Outcome.Contended) || attempt == ATTEMPTS_MAX) {
        return outcome;
      }
      backoff.pause(attempt);
    }
  }

  /// What became of an update.
  sealed interface Updated {
    /// Applied.
    record Done() implements Updated {}

    /// The condition failed.
    ///
    /// @param met the item as it was, empty if there is none
    record Refused(Map<String, AttributeValue> met) implements Updated {}
  }
}
