package dev.posthouse.relay;

import java.time.Duration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;

/// Makes EventBridge clients the way the relay wants them.
final class EventBridgeClients {
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(2);

  private EventBridgeClients() {}

  /// A client whose calls end within 5 s, so that several of them fit into a call of the relay.
  static EventBridgeClient create() {
    return EventBridgeClient.builder()
        .httpClient(UrlConnectionHttpClient.create())
        .overrideConfiguration(configuration ->
            configuration.apiCallTimeout(CALL_TIMEOUT).apiCallAttemptTimeout(ATTEMPT_TIMEOUT))
        .build();
  }
}
