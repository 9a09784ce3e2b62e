package dev.posthouse.s3;

import java.time.Duration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.s3.S3Client;

/// Makes S3 clients the way every function wants them.
public final class S3Clients {
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(8);
  private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(4);

  private S3Clients() {}

  /// A client whose calls end within 8 s.
  public static S3Client create() {
    return S3Client.builder()
        .httpClient(UrlConnectionHttpClient.create())
        .overrideConfiguration(configuration ->
            configuration.apiCallTimeout(CALL_TIMEOUT).apiCallAttemptTimeout(ATTEMPT_TIMEOUT))
        .build();
  }
}
