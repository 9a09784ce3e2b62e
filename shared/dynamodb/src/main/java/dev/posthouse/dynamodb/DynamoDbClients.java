package dev.posthouse.dynamodb;

import java.time.Duration;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/// Makes DynamoDB clients the way every function wants them.
public final class DynamoDbClients {
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(2);
  private static final int ATTEMPTS_MAX = 3;

  private DynamoDbClients() {}

  /// A client whose calls end within 5 s: left to itself the SDK retries a throttled call for up to
  /// a minute, longer than the gateway waits.
  public static DynamoDbClient create() {
    return DynamoDbClient.builder()
        .httpClient(UrlConnectionHttpClient.create())
        .overrideConfiguration(DynamoDbClients::bounded)
        .build();
  }

  /// A client of the table's stream, bounded in the same way.
  public static DynamoDbStreamsClient createStreams() {
    return DynamoDbStreamsClient.builder()
        .httpClient(UrlConnectionHttpClient.create())
        .overrideConfiguration(DynamoDbClients::bounded)
        .build();
  }

  private static void bounded(ClientOverrideConfiguration.Builder configuration) {
    configuration
        .apiCallTimeout(CALL_TIMEOUT)
        .apiCallAttemptTimeout(ATTEMPT_TIMEOUT)
        .retryStrategy(StandardRetryStrategy.builder().maxAttempts(ATTEMPTS_MAX).build());
  }
}
