package dev.posthouse.ses;

import java.time.Duration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.sesv2.SesV2Client;

/// Makes SES clients for calls about domains, which may be repeated: nothing is sent.
public final class SesDomainClients {
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(4);

  private SesDomainClients() {}

  /// A client whose calls end within 10 s, with the SDK's retries.
  public static SesV2Client create() {
    return SesV2Client.builder()
        .httpClient(UrlConnectionHttpClient.create())
        .overrideConfiguration(configuration ->
            configuration.apiCallTimeout(CALL_TIMEOUT).apiCallAttemptTimeout(ATTEMPT_TIMEOUT))
        .build();
  }
}
