package dev.posthouse.deliver;

import java.time.Duration;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.sesv2.SesV2Client;

/// Makes SES clients that call once: SES has no idempotency token, so the SDK's own retries would
/// send the same mail twice.
public final class SesClients {
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  private SesClients() {}

  /// A client whose calls end within 10 s and are made once.
  public static SesV2Client create() {
    return SesV2Client.builder()
        .httpClientBuilder(
            UrlConnectionHttpClient.builder()
                .connectionTimeout(CONNECT_TIMEOUT)
                .socketTimeout(CALL_TIMEOUT))
        .overrideConfiguration(SesClients::once)
        .build();
  }

  /// The same for a client made elsewhere.
  public static void once(ClientOverrideConfiguration.Builder configuration) {
    configuration
        .apiCallTimeout(CALL_TIMEOUT)
        .apiCallAttemptTimeout(CALL_TIMEOUT)
        .retryStrategy(DefaultRetryStrategy.doNotRetry());
  }
}
