package dev.posthouse.local.aws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.posthouse.local.store.Faults;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3BaseClientBuilder;
import tools.jackson.databind.node.ObjectNode;

/// SES v2, S3, EventBridge, SQS and Route 53 on one loopback port, for the real AWS clients.
///
/// What AWS would do by itself later on, such as telling that a mail was delivered, becomes due
/// here and happens when the driver says so: [#runDue]. So a run can go by any clock.
public final class LocalAws implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final LocalAwsListener listener;
  private final Faults faults;
  private final DueQueue queue;
  private final MailSpool spool;
  private final ObjectStore objects;
  private final SesAccount account;
  private final SesApi ses;
  private final S3Api s3;
  private final EventsApi events;
  private final SqsApi sqs;
  private final LocalZone zone = new LocalZone();
  private final Route53Api route53;
  private final HostedZoneStore zones;
  private final Route53DomainsApi domains;

  private LocalAws(
      HttpServer server,
      LocalAwsSettings settings,
      InstantSource clock,
      RandomGenerator random,
      Faults faults,
      LocalAwsListener listener)
      throws IOException {
    this.server = server;
    this.faults = faults;
    this.listener = listener;
    Path data = settings.data().orElse(null);
    if (data == null) {
      queue = DueQueue.inMemory();
      spool = MailSpool.inMemory();
      objects = ObjectStore.inMemory();
      account = new SesAccount(null, settings.strict());
    } else {
      Files.createDirectories(data);
      spool = MailSpool.inFolder(data.resolve("mail"));
      queue = DueQueue.inFile(data.resolve("due.jsonl"), spool);
      objects = ObjectStore.inFolder(data.resolve("objects"));
      account = new SesAccount(data.resolve("ses.json"), settings.strict());
    }
    var ids = new Ids(random);
    var outgoing = new Outgoing(queue, faults, ids);
    var quota = new SesQuota(settings.recipientsPerSecondMax(), settings.recipientsPerDayMax());
    for (MailSpool.Mail mail : spool.since(clock.instant().minus(Duration.ofDays(1)))) {
      quota.sentBefore(mail.at(), mail.to().size());
    }
    var outcomes = new SesOutcomes(account, outgoing, ids);
    var tenants = new SesTenants(account, ids);
    var send = new SesSend(account, quota, tenants, spool, outcomes, clock, ids, faults);
    ses = new SesApi(account, quota, send, tenants, spool, clock);
    s3 = new S3Api(objects, clock, outgoing);
    events = new EventsApi(clock, ids, faults, outgoing);
    sqs = new SqsApi(listener);
    zones = new HostedZoneStore(zone, ids);
    route53 = new Route53Api(zones);
    domains = new Route53DomainsApi(zones, clock, ids);
  }

  /// Starts listening on 127.0.0.1.
  ///
  /// @param clock of everything here, the quotas included: a second must pass by it before the
  ///   maximum send rate has room again
  /// @param random of ids
  /// @param faults asked at every request to SES and EventBridge, and at every event
  /// @param listener told what is due
  /// @throws IOException if the port is taken or the data folder cannot be used
  public static LocalAws start(
      LocalAwsSettings settings,
      InstantSource clock,
      RandomGenerator random,
      Faults faults,
      LocalAwsListener listener)
      throws IOException {
    // Without it every answer waits 40 ms for the client's delayed acknowledgement.
    if (System.getProperty("sun.net.httpserver.nodelay") == null) {
      System.setProperty("sun.net.httpserver.nodelay", "true");
    }
    HttpServer server =
        HttpServer.create(
            new InetSocketAddress(
                InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), settings.port()),
            0);
    var aws = new LocalAws(server, settings, clock, random, faults, listener);
    server.setExecutor(aws.threads);
    server.createContext("/", aws::handle);
    server.start();
    return aws;
  }

  private void handle(HttpExchange exchange) throws IOException {
    AwsRequest request = AwsRequest.read(exchange);
    try {
      answer(request).write(exchange);
    } catch (NoAnswer e) {
      // Closed before an answer, the exchange takes its connection with it.
      exchange.close();
    }
  }

  private AwsResponse answer(AwsRequest request) {
    String target = request.header("X-Amz-Target").orElse("");
    boolean form =
        request.header("Content-Type").orElse("").startsWith("application/x-www-form-urlencoded");
    try {
      if (target.startsWith(EventsApi.TARGET_PREFIX)) {
        return events.answer(request, target.substring(EventsApi.TARGET_PREFIX.length()));
      }
      if (target.startsWith(SqsApi.TARGET_PREFIX)) {
        return sqs.answer(request, target.substring(SqsApi.TARGET_PREFIX.length()));
      }
      if (target.startsWith(Route53DomainsApi.TARGET_PREFIX)) {
        return domains.answer(request, target.substring(Route53DomainsApi.TARGET_PREFIX.length()));
      }
      if (!target.isEmpty()) {
        throw AwsError.notImplemented(target);
      }
      if (request.path().startsWith(SesApi.PATH_PREFIX)) {
        return ses.answer(request);
      }
      if (request.path().startsWith(Route53Api.PATH_PREFIX)) {
        return route53.answer(request);
      }
      if (form) {
        throw AwsError.notImplemented(
            new String(request.body(), StandardCharsets.UTF_8)
                .replaceAll("(?s)^(?:.*&)?(Action=[^&]*).*$", "$1"));
      }
      return s3.answer(request);
    } catch (AwsError error) {
      return refusal(request, error);
    } catch (NoAnswer e) {
      throw e;
    } catch (RuntimeException e) {
      // Without an answer the client could not tell a bug of ours from a lost connection.
      return refusal(request, new AwsError(500, "InternalFailure", e.toString()));
    }
  }

  /// In the protocol of the service.
  private static AwsResponse refusal(AwsRequest request, AwsError error) {
    if (request.path().startsWith(Route53Api.PATH_PREFIX)) {
      return Route53Api.refusal(error);
    }
    boolean xml =
        request.header("X-Amz-Target").isEmpty() && !request.path().startsWith(SesApi.PATH_PREFIX);
    return xml
        ? new AwsResponse(error.status(), Xml.error(error)).with("Content-Type", "application/xml")
        : AwsResponse.json(
                error.status(),
                Json.object().put("__type", error.code()).put("message", error.text()))
            .with("x-amzn-ErrorType", error.code());
  }

  /// Where it listens: `http://127.0.0.1:port`.
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /// A client of this endpoint: `aws.client(SesV2Client.builder())`. What the builder already says
  /// of retries and timeouts stays.
  public <C> C client(AwsClientBuilder<?, C> builder) {
    ClientOverrideConfiguration.Builder overrides = builder.overrideConfiguration().toBuilder();
    builder
        .endpointOverride(endpoint())
        .region(Region.of(Aws.REGION))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
        .overrideConfiguration(
            overrides.addExecutionInterceptor(new CrashInterceptor(faults)).build());
    if (builder instanceof S3BaseClientBuilder<?, ?> s3Builder) {
      s3Builder.forcePathStyle(true);
    }
    return builder.build();
  }

  /// The mail that was sent.
  public MailSpool mail() {
    return spool;
  }

  /// The public DNS, which hosted zones and whoever publishes put records into.
  public LocalZone zone() {
    return zone;
  }

  /// Makes a hosted zone that is marked as a tenant's, as an operator would.
  public void createZone(String name, String tenant) {
    String id = zones.create(name, "operator-" + name, false).id();
    zones.tag(id, Map.of("posthouse-tenant", tenant), List.of());
  }

  /// Makes a bucket if it is not there.
  public void createBucket(String name) {
    objects.create(name);
  }

  /// Verifies a domain or an address, creating the identity if it is not there.
  public void verifyIdentity(String name) {
    account.verify(name);
  }

  /// Suspends the account, so that SES refuses to send, or ends that.
  public void suspendAccount(boolean suspended) {
    account.suspend(suspended);
  }

  /// Has SES find something against a tenant: `LOW` or `HIGH`, or nothing any more.
  ///
  /// @throws IllegalArgumentException if there is no such tenant
  public void objectTo(String tenant, String impact) {
    ObjectNode there =
        account
            .tenant(tenant)
            .orElseThrow(() -> new IllegalArgumentException("no tenant " + tenant));
    if (impact.isEmpty()) {
      there.remove("ReputationImpact");
    } else {
      there.put("ReputationImpact", impact);
    }
    account.keepTenant(there);
  }

  /// When the next event, reply or notification is due; nothing if none is.
  public Optional<Instant> nextDueAt() {
    return queue.nextAt();
  }

  /// Tells the listener all that is due by then, in order of time, also what becomes due meanwhile.
  /// Threads that call it at the same time take turns.
  ///
  /// @return how much there was
  public int runDue(Instant now) {
    return queue.run(now, listener);
  }

  /// Stops listening. What is due stays so, if it is kept in a folder.
  @Override
  public void close() {
    server.stop(0);
    threads.close();
    queue.close();
  }
}
