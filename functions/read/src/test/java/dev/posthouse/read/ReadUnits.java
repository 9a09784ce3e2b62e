package dev.posthouse.read;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;

/// A client that adds up what its reads cost, as DynamoDB reports it.
final class ReadUnits implements InvocationHandler {
  private static final ReturnConsumedCapacity TOTAL = ReturnConsumedCapacity.TOTAL;

  private final DynamoDbClient target;
  private final DoubleAdder units = new DoubleAdder();

  ReadUnits(DynamoDbClient target) {
    this.target = target;
  }

  DynamoDbClient client() {
    return (DynamoDbClient)
        Proxy.newProxyInstance(
            DynamoDbClient.class.getClassLoader(), new Class<?>[] {DynamoDbClient.class}, this);
  }

  /// The units since this was last asked for.
  double take() {
    return units.sumThenReset();
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    Object request = arguments == null ? null : arguments[0];
    boolean paged = method.getName().endsWith("Paginator");
    if (paged || request instanceof Consumer) {
      // Both come back as plain requests.
      return InvocationHandler.invokeDefault(proxy, method, arguments);
    }
    return switch (request) {
      case QueryRequest query -> {
        var answer = target.query(query.toBuilder().returnConsumedCapacity(TOTAL).build());
        yield count(answer, answer.consumedCapacity());
      }
      case GetItemRequest get -> {
        var answer = target.getItem(get.toBuilder().returnConsumedCapacity(TOTAL).build());
        yield count(answer, answer.consumedCapacity());
      }
      case BatchGetItemRequest batch -> {
        BatchGetItemResponse answer =
            target.batchGetItem(batch.toBuilder().returnConsumedCapacity(TOTAL).build());
        answer.consumedCapacity().forEach(one -> count(answer, one));
        yield answer;
      }
      case null, default -> pass(method, arguments);
    };
  }

  private <T> T count(T answer, ConsumedCapacity capacity) {
    units.add(capacity.capacityUnits());
    return answer;
  }

  private Object pass(Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
