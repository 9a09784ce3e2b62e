package dev.posthouse.testing;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;

/// A place where the contracts of the adapters are checked, for [OnEveryAws].
///
/// Without further ado a contract runs inside this process and on LocalStack; with
/// `-Dposthouse.aws.endpoint=URL` it runs on what listens there, and nowhere else.
///
/// Tests keep to what they put there themselves, and name their tables and buckets by [#fresh],
/// because an endpoint may outlive the run.
public final class AwsEndpoint {
  /// The system property that names an endpoint.
  public static final String PROPERTY = "posthouse.aws.endpoint";

  private static final AwsEndpoint EMBEDDED = new AwsEndpoint(Kind.EMBEDDED, null);

  private static final int TIMEOUT_MILLIS = 5_000;

  /// What is there, as far as tests must know: not every twin can do all that AWS can.
  public enum Kind {
    /// DynamoDB Local and the stand-ins of the local run, inside this process.
    EMBEDDED,
    /// A container of LocalStack's last free image.
    LOCALSTACK,
    /// A moto server.
    MOTO,
    /// Anything else.
    OTHER
  }

  private final Kind kind;
  private final @Nullable URI uri;
  private final AtomicInteger tests = new AtomicInteger();

  private AwsEndpoint(Kind kind, @Nullable URI uri) {
    this.kind = kind;
    this.uri = uri;
  }

  /// The places of this run, one after the other.
  public static List<AwsEndpoint> all() {
    String named = System.getProperty(PROPERTY, "");
    if (!named.isEmpty()) {
      URI uri = URI.create(named);
      return List.of(new AwsEndpoint(isMoto(uri) ? Kind.MOTO : Kind.OTHER, uri));
    }
    return List.of(EMBEDDED, new AwsEndpoint(Kind.LOCALSTACK, null));
  }

  private static boolean isMoto(URI uri) {
    try {
      var connection = (HttpURLConnection) uri.resolve("/moto-api/").toURL().openConnection();
      connection.setConnectTimeout(TIMEOUT_MILLIS);
      connection.setReadTimeout(TIMEOUT_MILLIS);
      return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
    } catch (IOException e) {
      throw new IllegalStateException("nothing answers at -D" + PROPERTY + "=" + uri, e);
    }
  }

  Kind kind() {
    return kind;
  }

  /// A test begins here.
  void testBegins() {
    tests.incrementAndGet();
  }

  /// Names what this test may share with others: a table is shared by those to whom this says the
  /// same. On moto each test has its own, because moto copies the whole table for each write of a
  /// transaction.
  public String place() {
    return kind == Kind.MOTO ? this + ", test " + tests.get() : toString();
  }

  /// Whether tests make their own client, of something in this process.
  public boolean isEmbedded() {
    return kind == Kind.EMBEDDED;
  }

  /// A client of this place. What the builder already says of retries and timeouts stays.
  ///
  /// Aborts the test where the place is not there.
  ///
  /// @throws IllegalStateException if this is [#isEmbedded]
  public <C> C client(AwsClientBuilder<?, C> builder) {
    if (isEmbedded()) {
      throw new IllegalStateException("what is embedded makes its own clients");
    }
    builder
        .endpointOverride(uri == null ? LocalStack.uri() : uri)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")));
    return builder.build();
  }

  /// Aborts the test where it runs on a twin that cannot do what it asks for.
  ///
  /// @param reason what that twin does instead
  public void assumeNot(Kind unable, String reason) {
    Assumptions.assumeFalse(kind == unable, () -> this + ": " + reason);
  }

  /// A name that no other run gave: lower-case letters, digits and hyphens.
  public static String fresh(String prefix) {
    return "%s-%d-%s"
        .formatted(
            prefix, ProcessHandle.current().pid(), Long.toString(Math.abs(System.nanoTime()), 36));
  }

  @Override
  public String toString() {
    return kind.name().toLowerCase(Locale.ROOT) + (uri == null ? "" : " at " + uri);
  }
}
