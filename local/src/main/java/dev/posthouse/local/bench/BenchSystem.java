package dev.posthouse.local.bench;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.Ulids;
import dev.posthouse.domain.identity.Handle;
import dev.posthouse.domain.identity.Identity;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.pool.Mailbox;
import dev.posthouse.domain.pool.MailboxState;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.tenant.ApiKey;
import dev.posthouse.domain.tenant.BillingState;
import dev.posthouse.domain.tenant.KeyId;
import dev.posthouse.domain.tenant.KeySecret;
import dev.posthouse.domain.tenant.OutboundStatus;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.domain.tenant.Tenant;
import dev.posthouse.domain.tenant.TenantId;
import dev.posthouse.dynamodb.Backoff;
import dev.posthouse.dynamodb.DynamoIdentities;
import dev.posthouse.dynamodb.DynamoTenants;
import dev.posthouse.dynamodb.Table;
import dev.posthouse.lambda.Log;
import dev.posthouse.local.aws.LocalAws;
import dev.posthouse.local.aws.LocalAwsListener;
import dev.posthouse.local.aws.LocalAwsSettings;
import dev.posthouse.local.run.LocalPlatform;
import dev.posthouse.local.run.Template;
import dev.posthouse.local.run.TemplateReader;
import dev.posthouse.local.store.Faults;
import dev.posthouse.local.store.LocalTable;
import dev.posthouse.local.store.Meter;
import dev.posthouse.local.store.MeteredDynamoDb;
import dev.posthouse.local.trigger.FunctionSpec;
import dev.posthouse.send.SendHandler;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/// The real send function on an embedded table, called by its event as the gateway calls it, and an
/// identity whose caps are out of reach. Nothing reads the table's stream.
final class BenchSystem implements AutoCloseable {
  private static final String ROUTE = "POST /v1/identities/{handle}/send";
  private static final Handle HANDLE = new Handle("bench@posthouse.example");
  private static final int CAP = 100_000_000;
  private static final int MAILBOXES = 4;
  private static final int ACCEPTED = 202;

  private final LocalTable table;
  private final LocalAws aws;
  private final FunctionSpec function;
  private final SecureRandom random = new SecureRandom();
  private final InstantSource clock = InstantSource.system();
  private final KeySecret secret = KeySecret.draw(random);
  private final AtomicLong number = new AtomicLong();
  private final SendHandler handler;
  private final RawCalls raw;

  private BenchSystem(Template template) throws IOException {
    this.table = LocalTable.inMemory(template.table());
    this.aws =
        LocalAws.start(
            LocalAwsSettings.DEFAULT, clock, random, new Faults(), new LocalAwsListener() {});
    this.function =
        template.functions().stream()
            .filter(each -> each.handler().equals(SendHandler.class.getName()))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("the template has no send function"));
    addIdentity();
    this.handler = handler(table.dynamoDb());
    var recorder = new Recorder(table.dynamoDb());
    SendHandler recorded = handler(recorder);
    // The first one opens the conversation.
    send(recorded);
    send(recorded);
    this.raw = recorder.calls();
  }

  /// @param home the folder of `template.yaml`
  static BenchSystem start(Path home) throws IOException {
    return new BenchSystem(
        TemplateReader.read(
            home.resolve("template.yaml"),
            Map.of(
                "PlatformDomain", "posthouse.example",
                "Provisioning", "instant",
                "PublicUrl", "http://localhost"),
            Map.of(),
            Map.of(
                "AdminKeySecret",
                "bench-admin-key",
                "UnsubscribeSecret",
                "bench-unsubscribe",
                "WebhookSecret",
                "bench-webhook"),
            "http://localhost"));
  }

  /// One send through the handler.
  void send() {
    send(handler);
  }

  /// The calls of one send, and nothing else.
  void raw() {
    raw.run();
  }

  /// What so many sends cost.
  Meter.Usage metered(int sends) {
    var meter = new Meter();
    SendHandler counted = handler(new MeteredDynamoDb(table.dynamoDb(), meter));
    // The first one reads the roster, once a minute.
    send(counted);
    meter.reset();
    for (int i = 0; i < sends; i++) {
      send(counted);
    }
    return meter.total();
  }

  private void send(SendHandler target) {
    APIGatewayV2HTTPResponse answer = target.handleRequest(event(), null);
    if (answer.getStatusCode() != ACCEPTED) {
      throw new IllegalStateException(answer.getStatusCode() + " " + answer.getBody());
    }
  }

  private APIGatewayV2HTTPEvent event() {
    var http = new APIGatewayV2HTTPEvent.RequestContext.Http();
    http.setMethod("POST");
    http.setSourceIp("192.0.2.7");
    var context = new APIGatewayV2HTTPEvent.RequestContext();
    context.setHttp(http);
    context.setRequestId("bench");
    var event = new APIGatewayV2HTTPEvent();
    event.setVersion("2.0");
    event.setRouteKey(ROUTE);
    event.setRawPath("/v1/identities/" + HANDLE.value() + "/send");
    event.setRawQueryString("");
    event.setPathParameters(Map.of("handle", HANDLE.value()));
    event.setHeaders(
        Map.of(
            "authorization", "Bearer " + secret.reveal(),
            "content-type", "application/json",
            "idempotency-key", "bench-" + number.getAndIncrement()));
    event.setBody(
        """
        {"to":"bob@example.com","subject":"Hello","text":"Good morning, Bob. How are you?"}\
        """);
    event.setRequestContext(context);
    return event;
  }

  private SendHandler handler(DynamoDbClient dynamoDb) {
    var log = new Log(new PrintStream(PrintStream.nullOutputStream()), clock);
    return new SendHandler(
        new LocalPlatform(
            function.environment(),
            clock,
            random,
            log,
            Map.of(
                DynamoDbClient.class, dynamoDb, S3Client.class, aws.client(S3Client.builder()))));
  }

  private void addIdentity() {
    var store = new Table(table.dynamoDb(), table.name(), new Backoff(random));
    Instant now = clock.instant();
    var ids = new Ulids(clock, random);
    var tenant =
        new Tenant(
            new TenantId(TenantId.PREFIX + ids.next()),
            "Bench",
            EmailAddress.parse("ops@example.com"),
            BillingState.PAID_ACTIVE,
            OutboundStatus.EXTERNAL_ENABLED,
            Set.of(),
            now);
    var key =
        new ApiKey(
            new KeyId(KeyId.PREFIX + ids.next()),
            tenant.id(),
            "bench",
            secret.hint(),
            EnumSet.allOf(Scope.class),
            now,
            null);
    var roster =
        new Roster(
            new IdentityId(IdentityId.PREFIX + ids.next()),
            tenant.id(),
            HANDLE,
            "Bench",
            IdentityState.ACTIVE,
            CAP,
            1,
            List.of());
    var mailboxes = new ArrayList<Mailbox>();
    for (int i = 0; i < MAILBOXES; i++) {
      var address = EmailAddress.parse("bench%d@bench-1.posthouse.example".formatted(i));
      mailboxes.add(new Mailbox(i, address, MailboxState.ACTIVE, 100, 100, CAP));
    }
    var identities = new DynamoIdentities(store);
    new DynamoTenants(store).create(tenant, key, secret);
    identities.create(new Identity(HANDLE, "growth", now, "bench", roster));
    identities.addMailboxes(roster, mailboxes, now);
  }

  @Override
  public void close() {
    aws.close();
    table.close();
  }
}
