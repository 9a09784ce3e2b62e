package dev.posthouse.dynamodb;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.InternalServerErrorException;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.Update;

/// One `TransactWriteItems` being put together. Each write gives a token; a refusal is asked about
/// by token, so nobody counts positions.
final class Transaction {
  private static final int THROTTLED_STATUS = 400;

  private final String table;
  private final List<TransactWriteItem> items = new ArrayList<>();

  Transaction(String table) {
    this.table = table;
  }

  /// Stands for one write of one transaction.
  record Write(int position) {}

  Write put(Map<String, AttributeValue> item) {
    return add(TransactWriteItem.builder().put(Put.builder().tableName(table).item(item).build()));
  }

  Write putIfAbsent(Map<String, AttributeValue> item) {
    return add(
        TransactWriteItem.builder()
            .put(
                Put.builder()
                    .tableName(table)
                    .item(item)
                    .conditionExpression("attribute_not_exists(pk)")
                    .returnValuesOnConditionCheckFailure(
                        ReturnValuesOnConditionCheckFailure.ALL_OLD)
                    .build()));
  }

  /// Replaces the item if a number of it is as it was seen.
  Write putIfEquals(Map<String, AttributeValue> item, String name, long seen) {
    return add(
        TransactWriteItem.builder()
            .put(
                Put.builder()
                    .tableName(table)
                    .item(item)
                    .conditionExpression("#seen = :seen")
                    .expressionAttributeNames(Map.of("#seen", name))
                    .expressionAttributeValues(Map.of(":seen", Item.number(seen)))
                    .build()));
  }

  Write delete(Key key) {
    return add(
        TransactWriteItem.builder()
            .delete(delete -> delete.tableName(table).key(key.attributes())));
  }

  Write update(Key key, Expression expression) {
    Update.Builder update =
        Update.builder()
            .tableName(table)
            .key(key.attributes())
            .updateExpression(expression.update())
            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
    expression.condition().ifPresent(update::conditionExpression);
    expression.names().ifPresent(update::expressionAttributeNames);
    expression.values().ifPresent(update::expressionAttributeValues);
    return add(TransactWriteItem.builder().update(update.build()));
  }

  private Write add(TransactWriteItem.Builder item) {
    items.add(item.build());
    return new Write(items.size() - 1);
  }

  /// Commits, once. The SDK repeats a throttled or lost call with the same client request token, so
  /// that it is applied at most once.
  ///
  /// @throws SdkException where nothing was applied and trying again makes no sense
  Outcome commit(DynamoDbClient dynamoDb) {
    try {
      dynamoDb.transactWriteItems(request -> request.transactItems(items));
      return new Outcome.Committed();
    } catch (TransactionCanceledException e) {
      return cancelled(e);
    } catch (InternalServerErrorException e) {
      return new Outcome.Lost(e);
    } catch (DynamoDbException e) {
      if (e.isThrottlingException()) {
        return new Outcome.Contended();
      }
      if (e.statusCode() > THROTTLED_STATUS) {
        return new Outcome.Lost(e);
      }
      throw e;
    } catch (SdkException e) {
      return new Outcome.Lost(e);
    }
  }

  private Outcome cancelled(TransactionCanceledException e) {
    Map<Write, Map<String, AttributeValue>> met = new HashMap<>();
    for (int i = 0; i < e.cancellationReasons().size(); i++) {
      CancellationReason reason = e.cancellationReasons().get(i);
      switch (String.valueOf(reason.code())) {
        case "ConditionalCheckFailed" ->
            met.put(new Write(i), reason.hasItem() ? reason.item() : Map.of());
        case "ValidationError", "ItemCollectionSizeLimitExceeded", "DuplicateItem" -> throw e;
        default -> {
          // None, or a conflict or throttling of that item: the transaction as a whole may be
          // tried again.
        }
      }
    }
    return met.isEmpty() ? new Outcome.Contended() : new Outcome.Refused(met);
  }

  /// What became of a transaction.
  sealed interface Outcome {
    /// Applied.
    record Committed() implements Outcome {}

    /// Not applied: a condition failed.
    ///
    /// @param met the items as they were, for the writes whose condition failed
    record Refused(Map<Write, Map<String, AttributeValue>> met) implements Outcome {
      boolean by(Write write) {
        return met.containsKey(write);
      }

      /// The item that write met; empty if there is none.
      Map<String, AttributeValue> met(Write write) {
        return met.getOrDefault(write, Map.of());
      }
    }

    /// Not applied: another write was in the way, or the table is throttled.
    record Contended() implements Outcome {}

    /// Applied or not: the answer was lost.
    record Lost(SdkException cause) implements Outcome {}
  }
}
