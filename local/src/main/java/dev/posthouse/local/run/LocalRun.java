package dev.posthouse.local.run;

import dev.posthouse.domain.sending.Zone;
import dev.posthouse.dynamodb.DueIndex;
import dev.posthouse.lambda.Log;
import dev.posthouse.local.aws.BusEvent;
import dev.posthouse.local.aws.InboundMail;
import dev.posthouse.local.aws.LocalAws;
import dev.posthouse.local.aws.LocalAwsListener;
import dev.posthouse.local.aws.LocalAwsSettings;
import dev.posthouse.local.aws.LocalZone;
import dev.posthouse.local.aws.ObjectCreated;
import dev.posthouse.local.aws.Received;
import dev.posthouse.local.aws.SesEvent;
import dev.posthouse.local.gateway.Gateway;
import dev.posthouse.local.gateway.RouteTable;
import dev.posthouse.local.store.Faults;
import dev.posthouse.local.store.FaultyDynamoDb;
import dev.posthouse.local.store.FirstDue;
import dev.posthouse.local.store.LocalTable;
import dev.posthouse.local.store.Meter;
import dev.posthouse.local.store.MeteredDynamoDb;
import dev.posthouse.local.store.StreamReader;
import dev.posthouse.local.trigger.AsyncCalls;
import dev.posthouse.local.trigger.EventRouter;
import dev.posthouse.local.trigger.FunctionHost;
import dev.posthouse.local.trigger.FunctionSpec;
import dev.posthouse.local.trigger.Queues;
import dev.posthouse.local.trigger.Schedules;
import dev.posthouse.local.trigger.Shards;
import dev.posthouse.local.trigger.StreamPump;
import dev.posthouse.local.trigger.StreamTrigger;
import dev.posthouse.local.trigger.Timetable;
import dev.posthouse.local.trigger.VirtualClock;
import dev.posthouse.local.trigger.Work;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.route53domains.Route53DomainsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/// The whole system in one process: everything `template.yaml` names, run as AWS would run it.
final class LocalRun implements AutoCloseable {
  /// The domain of identities' handles; RFC 2606 keeps it from belonging to anyone.
  static final String DOMAIN = "posthouse.example";

  /// The operator's key. Anyone who can reach a loopback port may know it.
  static final String ADMIN_KEY = "local-admin-key";

  private static final String BASE_SEPOLIA = "eip155:84532";

  private static final String UNSUBSCRIBE_SECRET = "local-unsubscribe-secret";
  private static final String WEBHOOK_SECRET = "local-webhook-secret";

  /// Who registers domains here, in the form of Route 53's ContactDetail.
  private static final String DOMAIN_CONTACT =
      """
      {"FirstName": "Local", "LastName": "Operator", "AddressLine1": "1 Loopback Road",
       "City": "Reno", "State": "NV", "CountryCode": "US", "ZipCode": "89501",
       "PhoneNumber": "+1.7755550100", "Email": "operator@example.com"}\
      """;

  // As on Lambda: a repeated SendEmail may be a second mail.
  private static final ClientOverrideConfiguration ONE_TRY =
      ClientOverrideConfiguration.builder()
          .retryStrategy(AwsRetryStrategy.doNotRetry())
          .apiCallTimeout(Duration.ofSeconds(10))
          .build();

  // DynamoDB lets expired items lie for up to days.
  private static final Duration EXPIRY_EVERY = Duration.ofDays(1);

  private final InstantSource machine = InstantSource.system();
  private final Meter meter = new Meter();
  private final Faults faults = new Faults();
  private final Work work = new Work();
  private final SecureRandom random = new SecureRandom();
  private final Arguments arguments;
  private final PrintStream log;
  private final DataFolder data;
  private final VirtualClock clock;
  private final Timetable timetable;
  private final Gateway gateway;
  private final Template template;
  private final LocalTable table;
  private final FunctionHost host;
  private final EventRouter router;
  private final LocalAws aws;
  private volatile @Nullable Queues queues;

  private LocalRun(Arguments arguments, Path home, PrintStream log, DataFolder data)
      throws IOException {
    this.arguments = arguments;
    this.log = log;
    this.data = data;
    this.clock = new VirtualClock(startOfClock());
    this.timetable = new Timetable(clock, work, log);
    this.gateway = Gateway.open(arguments.port());
    this.template =
        TemplateReader.read(
            home.resolve("template.yaml"),
            parameters(),
            arguments.parameters(),
            Map.of(
                "AdminKeySecret",
                ADMIN_KEY,
                "UnsubscribeSecret",
                UNSUBSCRIBE_SECRET,
                "WebhookSecret",
                WEBHOOK_SECRET,
                "DomainContactSecret",
                DOMAIN_CONTACT),
            uri().toString());
    this.host = new FunctionHost(this::labelled, log);
    var calls = new AsyncCalls(host, specs(template.functions()), timetable, work, clock, log);
    // The slowest two, side by side.
    CompletableFuture<LocalTable> opening = CompletableFuture.supplyAsync(this::openTable);
    this.router = new EventRouter(template.rules(), template.topics(), template.objects(), calls);
    this.aws = startAws();
    this.table = joined(opening);
    startFunctions();
    startTriggers(calls);
  }

  /// Starts everything; when this returns, it answers.
  ///
  /// @param home the folder of `template.yaml`
  /// @param log where functions and failures are logged
  /// @throws IOException if the port is taken, or the data folder cannot be used
  static LocalRun start(Arguments arguments, Path home, PrintStream log) throws IOException {
    DataFolder data = DataFolder.open(arguments.data());
    LocalRun run = new LocalRun(arguments, home, log, data);
    run.timetable.start();
    run.gateway.start(
        new RouteTable(run.template.routes()),
        run.template.cors(),
        run.host,
        run.clock,
        new ControlRoutes(run, run.aws.mail(), run.faults, run.meter));
    return run;
  }

  /// Where the API answers.
  URI uri() {
    return gateway.uri();
  }

  Instant now() {
    return clock.instant();
  }

  LocalZone zone() {
    return aws.zone();
  }

  /// Makes a zone at Route 53, marked as a tenant's.
  void createZone(String name, String tenant) {
    aws.createZone(name, tenant);
  }

  DataFolder data() {
    return data;
  }

  /// The table, for whoever looks past the API.
  LocalTable table() {
    return table;
  }

  /// Puts the clock forward and lets happen what happens meanwhile.
  ///
  /// @return false if something had not ended when the clock went on
  boolean advance(Duration by) throws IOException, InterruptedException {
    boolean quiet = timetable.advance(by);
    data.keepClock(clock.instant(), machine.instant());
    return quiet;
  }

  /// Hands in a message from outside, as a mail server would.
  ///
  /// @return whether a function of the template takes it; if not, it is only kept
  boolean receive(InboundMail mail) {
    Optional<Template.ReceiptRule> rule = template.receiptRule();
    rule.ifPresentOrElse(
        to -> store(mail, to),
        () -> aws.mail().add(Inbound.describe(mail, clock.instant()), mail.bytes()));
    timetable.wake();
    return rule.isPresent();
  }

  private void store(InboundMail mail, Template.ReceiptRule rule) {
    var received = new Received(mail, clock.instant());
    String key = rule.prefix() + received.id();
    try (S3Client s3 = aws.client(S3Client.builder())) {
      s3.putObject(
          request -> request.bucket(rule.bucket()).key(key),
          RequestBody.fromBytes(received.stored()));
    }
    router.topicMessage(rule.topic(), received.notice(rule.bucket(), key, rule.topic()));
  }

  private Instant startOfClock() throws IOException {
    Instant real = machine.instant();
    Instant asked = arguments.clock().orElse(real);
    Optional<Duration> kept = data.clockOffset();
    // What is stored lies in the past already, and no clock goes back.
    Instant start = kept.map(real::plus).filter(asked::isBefore).orElse(asked);
    if (arguments.clock().isPresent() && start.isAfter(asked)) {
      log.println("--data was last used later than " + asked + "; going on from " + start);
    }
    data.keepClock(start, real);
    return start;
  }

  private void labelled(String label, Runnable call) {
    try {
      meter.call(
          label,
          () -> {
            call.run();
            return true;
          });
    } catch (Exception e) {
      throw new IllegalStateException("a call does not throw", e);
    } finally {
      // Functions are who writes: now there may be something in the stream or due.
      timetable.wake();
    }
  }

  private LocalTable openTable() {
    Optional<Path> file = data.path("table.db");
    try {
      return file.isPresent()
          ? LocalTable.inFile(file.get(), template.table())
          : LocalTable.inMemory(template.table());
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  private static LocalTable joined(CompletableFuture<LocalTable> opening) throws IOException {
    try {
      return opening.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private LocalAws startAws() throws IOException {
    LocalAwsSettings settings =
        data.path("aws").map(LocalAwsSettings.DEFAULT::withData).orElse(LocalAwsSettings.DEFAULT);
    LocalAws started = LocalAws.start(settings, clock, random, faults, new Listener());
    template.buckets().forEach(started::createBucket);
    return started;
  }

  private void startFunctions() {
    SesV2Client ses = aws.client(SesV2Client.builder().overrideConfiguration(ONE_TRY));
    SesReports.create(ses, template.sesReports());
    Map<Class<?>, Object> clients =
        Map.of(
            DynamoDbClient.class,
                new FaultyDynamoDb(new MeteredDynamoDb(table.dynamoDb(), meter), faults),
            DynamoDbStreamsClient.class, table.streams(),
            SesV2Client.class, ses,
            S3Client.class, aws.client(S3Client.builder()),
            Zone.class, aws.zone(),
            Route53Client.class, aws.client(Route53Client.builder()),
            Route53DomainsClient.class,
                aws.client(Route53DomainsClient.builder().overrideConfiguration(ONE_TRY)),
            EventBridgeClient.class, aws.client(EventBridgeClient.builder()),
            SqsClient.class, aws.client(SqsClient.builder()));
    var functionLog = new Log(LogFilter.of(log, arguments.quiet()), clock);
    host.start(
        template.functions(),
        spec -> new LocalPlatform(settings(spec), clock, random, functionLog, clients));
  }

  private Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("PlatformDomain", DOMAIN);
    parameters.put("SystemMailbox", "welcome@" + DOMAIN);
    parameters.put("Provisioning", "instant");
    parameters.put("ManagedDomains", "register");
    parameters.put("DomainPriceMax", "30");
    parameters.put("DomainContactSecretArn", "DomainContactSecret");
    parameters.put("SignupsPerHour", "1000");
    parameters.put("PublicUrl", uri().toString());
    parameters.put("PaymentPayTo", arguments.payTo());
    parameters.put("PaymentAssets", "base-sepolia-usdc");
    arguments.facilitator().ifPresent(url -> parameters.put("FacilitatorUrl", url.toString()));
    arguments.node().ifPresent(url -> parameters.put("PaymentNodes", BASE_SEPOLIA + "=" + url));
    return parameters;
  }

  private Map<String, String> settings(FunctionSpec spec) {
    Map<String, String> settings = new LinkedHashMap<>(spec.environment());
    // On AWS, the host that a request came in by is the API's. Here it is what the request says.
    settings.put("API_URL", uri().toString());
    settings.put("WEBHOOK_LOOPBACK", "allowed");
    return settings;
  }

  private void startTriggers(AsyncCalls calls) throws IOException {
    var waiting =
        new Queues(template.queues(), host, timetable, clock, log, data.path("queues.jsonl"));
    queues = waiting;
    var shards = new Shards(table.streams(), table.streamArn());
    List<StreamTrigger> triggers =
        template.streams().stream()
            .map(stream ->
                new StreamTrigger(
                    stream,
                    host,
                    work,
                    clock,
                    shards,
                    waiting::send,
                    () -> faults.strikes(Faults.Target.STREAM, Faults.Kind.DUPLICATE)))
            .toList();
    var reader =
        new StreamReader(
            table.streams(), table.streamArn(), clock, data.path("stream").orElse(null));
    timetable.add(new StreamPump(reader, table::writes, triggers));
    timetable.add(
        new Timetable.Source() {
          @Override
          public Optional<Instant> nextDueAt() {
            return aws.nextDueAt();
          }

          @Override
          public void runDue(Instant now) {
            aws.runDue(now);
          }
        });
    new Schedules(template.schedules(), timetable, calls, clock, idle()).start();
    template.expiry().ifPresent(this::expireLater);
  }

  private Predicate<String> idle() {
    boolean sweeps =
        template.schedules().stream()
            .anyMatch(schedule -> Idle.BY_WHAT_IS_DUE.contains(schedule.function()));
    return sweeps
        ? new Idle(
            table, aws.zone(), new FirstDue(table, DueIndex.NAME, DueIndex.partitions()), clock)
        : _ -> false;
  }

  private void expireLater(String attribute) {
    timetable.at(
        clock.instant().plus(EXPIRY_EVERY),
        () -> {
          table.expire(attribute, clock.instant().getEpochSecond());
          timetable.wake();
          expireLater(attribute);
        });
  }

  private static Map<String, FunctionSpec> specs(List<FunctionSpec> functions) {
    Map<String, FunctionSpec> byName = new LinkedHashMap<>();
    functions.forEach(spec -> byName.put(spec.name(), spec));
    return byName;
  }

  @Override
  public void close() throws IOException {
    gateway.close();
    timetable.close();
    try {
      // What still runs loses its table otherwise, and complains.
      work.awaitIdle(Duration.ofSeconds(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    aws.close();
    table.close();
    data.close();
  }

  /// The router, and the way in for mail that the stand-ins send back.
  private final class Listener implements LocalAwsListener {
    @Override
    public void sesEvent(SesEvent event) {
      router.sesEvent(event);
    }

    @Override
    public void busEvent(BusEvent event) {
      router.busEvent(event);
    }

    @Override
    public void inbound(InboundMail mail) {
      receive(mail);
    }

    @Override
    public Optional<String> queued(String queue, String body, Duration delay) {
      Queues there = queues;
      return there == null || !there.has(queue)
          ? Optional.empty()
          : Optional.of(there.send(queue, body, delay));
    }

    @Override
    public boolean hidden(String queue, String receipt, Duration time) {
      Queues there = queues;
      return there != null && there.hide(receipt, time);
    }

    @Override
    public void objectCreated(ObjectCreated object) {
      router.objectCreated(object);
    }
  }
}
