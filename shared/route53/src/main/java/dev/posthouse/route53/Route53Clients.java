package dev.posthouse.route53;

import java.time.Duration;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53domains.Route53DomainsClient;

/// Makes Route 53 clients. Its calls may be repeated: a change names what it takes the place of.
public final class Route53Clients {
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(4);

  private Route53Clients() {}

  /// A client whose calls end within 10 s, with the SDK's retries. Where Route 53 is, the SDK finds
  /// by the partition of the function's region.
  public static Route53Client create() {
    return Route53Client.builder()
        .httpClient(UrlConnectionHttpClient.create())
        .overrideConfiguration(configuration ->
            configuration.apiCallTimeout(CALL_TIMEOUT).apiCallAttemptTimeout(ATTEMPT_TIMEOUT))
        .build();
  }

  /// A client of Route 53 Domains, which is in one region only (general/latest/gr/r53.html). It
  /// asks once: a repeated RegisterDomain would hide what became of the first.
  public static Route53DomainsClient domains() {
    return Route53DomainsClient.builder()
        .httpClient(UrlConnectionHttpClient.create())
        .region(Region.US_EAST_1)
        .overrideConfiguration(configuration ->
            configuration.retryStrategy(AwsRetryStrategy.doNotRetry()).apiCallTimeout(CALL_TIMEOUT))
        .build();
  }
}
