package dev.posthouse.local.aws;

import dev.posthouse.local.store.Faults;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;

/// SES, S3 and EventBridge on one loopback port, for the real clients with an endpoint override.
public final class LocalAws implements AutoCloseable {
  private LocalAws() {}

  /// Starts listening.
  public static LocalAws start(
      LocalAwsSettings settings,
      InstantSource clock,
      RandomGenerator random,
      Faults faults,
      LocalAwsListener listener)
      throws IOException {
    throw new UnsupportedOperationException();
  }

  /// Where the clients find it, `http://127.0.0.1:port`.
  public URI endpoint() {
    throw new UnsupportedOperationException();
  }

  /// The mail that was sent.
  public MailSpool mail() {
    throw new UnsupportedOperationException();
  }

  /// A client of this endpoint: `aws.client(SesV2Client.builder())`. S3's is path style.
  public <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(B builder) {
    throw new UnsupportedOperationException();
  }

  /// Makes a bucket if it is not there.
  public void createBucket(String name) {
    throw new UnsupportedOperationException();
  }

  /// Suspends the account: SES then refuses to send. False ends it.
  public void suspendAccount(boolean suspended) {
    throw new UnsupportedOperationException();
  }

  /// When the next event, reply or notification is due.
  public Optional<Instant> nextDueAt() {
    throw new UnsupportedOperationException();
  }

  /// Hands all that is due by now to the listener, in order of time.
  ///
  /// @return how many there were
  public int runDue(Instant now) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
