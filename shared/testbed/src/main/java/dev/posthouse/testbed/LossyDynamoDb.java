package dev.posthouse.testbed;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// A client that loses the answer of one transaction, if told to.
final class LossyDynamoDb {
  private final DynamoDbClient target;
  private int countdown;
  private boolean applied;

  LossyDynamoDb(DynamoDbClient target) {
    this.target = target;
  }

  /// Loses the answer of the transaction of that number from now, from 1.
  synchronized void lose(int number, boolean andApply) {
    countdown = number;
    applied = andApply;
  }

  DynamoDbClient client() {
    return (DynamoDbClient)
        Proxy.newProxyInstance(
            DynamoDbClient.class.getClassLoader(),
            new Class<?>[] {DynamoDbClient.class},
            (proxy, method, arguments) -> {
              boolean lost = method.getName().equals("transactWriteItems") && isLost();
              try {
                Object answer = lost && !applies() ? null : method.invoke(target, arguments);
                if (lost) {
                  throw SdkClientException.create("the answer is lost");
                }
                return answer;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private synchronized boolean isLost() {
    return countdown > 0 && --countdown == 0;
  }

  private synchronized boolean applies() {
    return applied;
  }
}
