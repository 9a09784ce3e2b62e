package dev.posthouse.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.posthouse.domain.event.Entry;
import dev.posthouse.domain.event.EventId;
import dev.posthouse.domain.event.EventType;
import dev.posthouse.domain.event.Occurrence;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.domain.tenant.Tenant;
import dev.posthouse.domain.webhook.PushMessage.Wake;
import dev.posthouse.domain.webhook.WebhookId;
import dev.posthouse.dynamodb.DynamoEventLog;
import dev.posthouse.lambda.Json;
import dev.posthouse.testbed.Caller;
import dev.posthouse.testbed.Deployment;
import dev.posthouse.testbed.FakeContext;
import dev.posthouse.testing.Fixtures;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/// The function behind the queue, on a table, with a queue and an endpoint in memory: days pass in
/// as many steps as there are messages.
class PushTest {
  private final Queue queue = new Queue();
  private final Deployment deployment =
      new Deployment()
          .setting("WEBHOOK_SECRET", "a-secret-of-the-deployment")
          .setting("PUSHES_QUEUE_URL", "https://sqs.example/pushes")
          .provide(SqsClient.class, queue);
  private final Tenant tenant = Fixtures.tenant();
  private final Caller caller;
  private final PushWiring wiring;
  private final Roster roster;
  private final DynamoEventLog log;

  /// What the endpoint took, and how often it was asked.
  private final List<Long> taken = new ArrayList<>();

  private int requests;
  private ToIntFunction<Long> answer = _ -> 204;

  PushTest() {
    PushWiring real =
        PushWiring.of(deployment, _ -> new InetAddress[] {InetAddress.ofLiteral("93.184.215.14")});
    wiring =
        new PushWiring(
            real.access(),
            real.webhooks(),
            real.cursors(),
            real.lanes(),
            real.deliveries(),
            real.events(),
            real.identities(),
            real.owners(),
            real.queue(),
            real.targets(),
            real.signatures(),
            new Courier((_, _, body) -> post(body), real.signatures()),
            real.clock(),
            real.random(),
            real.metrics(),
            real.log());
    deployment.with(platform -> new WebhooksHandler(platform, wiring));
    caller = deployment.caller(tenant, Scope.WEBHOOKS_WRITE);
    roster = Fixtures.pool(deployment.ports(), tenant.id(), 10, 10);
    log = new DynamoEventLog(deployment.table(), deployment.clock());
  }

  private Endpoint.Response post(String body) {
    long seq = Json.mapper().readTree(body).path("seq").asLong();
    requests++;
    int status = answer.applyAsInt(seq);
    if (status / 100 == 2) {
      taken.add(seq);
    }
    return new Endpoint.Response(status, "", Duration.ZERO, Duration.ofMillis(5));
  }

  @Test
  void whatAnEndpointDoesNotTakeForThreeDaysIsADeadLetterAndCanBeReplayed() {
    WebhookId hook = hook();
    answer = _ -> 500;
    happen(hook, 3);

    queue.run(Duration.ofDays(4));

    assertThat(seqs(hook, "dead")).containsExactly(3L, 2L, 1L);
    assertThat(seqs(hook, "failed").size()).isBetween(10, 25);
    assertThat(taken).isEmpty();
    answer = _ -> 204;
    happen(hook, 1);
    queue.run(Duration.ofHours(8));
    assertThat(taken).containsExactly(4L);

    String path = "/v1/webhooks/" + hook;
    String dead = caller.get(path + "/deliveries?status=dead").body().at("/items/1/id").asString();
    assertThat(caller.post(path + "/deliveries/" + dead + "/replay").status()).isEqualTo(202);
    queue.run(Duration.ofMinutes(1));
    assertThat(taken).containsExactly(4L, 2L);
    Map<String, Object> range =
        Map.of("identity", roster.handle().value(), "fromSeq", 1, "toSeq", 3);
    assertThat(caller.post(path + "/replay", range).status()).isEqualTo(202);
    queue.run(Duration.ofMinutes(1));
    assertThat(taken).containsExactly(4L, 2L, 1L, 2L, 3L);
  }

  @Test
  void lessThanThreeDaysOfFailuresCostNoEvent() {
    WebhookId hook = hook();
    answer = _ -> 503;
    happen(hook, 2);
    queue.run(Duration.ofHours(70));
    happen(hook, 1);
    answer = _ -> 204;

    queue.run(Duration.ofHours(8));

    assertThat(taken).containsExactly(1L, 2L, 3L);
    assertThat(seqs(hook, "dead")).isEmpty();
  }

  @Test
  void whileOneRunIsAtWorkAnotherDoesNotOvertakeIt() {
    WebhookId hook = hook();
    happen(hook, 1);
    answer =
        seq -> {
          if (seq == 1) {
            // Meanwhile there is more, of which another message tells at once.
            answer = _ -> 204;
            int asked = requests;
            happen(hook, 1);
            queue.run(Duration.ofSeconds(1));
            assertThat(requests).isEqualTo(asked);
          }
          return 204;
        };

    queue.run(Duration.ofMinutes(2));

    assertThat(taken).containsExactly(1L, 2L);
  }

  @Test
  void aRunThatOutlivedItsLeaseDoesNotPutTheCursorBack() {
    WebhookId hook = hook();
    happen(hook, 1);
    answer =
        seq -> {
          answer = _ -> 204;
          happen(hook, 2);
          queue.run(PushEvents.LEASE.plusSeconds(60));
          assertThat(taken).containsExactly(1L, 2L, 3L);
          return 500;
        };

    queue.run(Duration.ofMinutes(10));

    assertThat(wiring.cursors().find(hook, roster.identity()).orElseThrow().seq()).isEqualTo(3);
    assertThat(taken).containsExactly(1L, 2L, 3L);
  }

  private WebhookId hook() {
    String id = caller.post("/v1/webhooks", Map.of("url", "https://hooks.example/in")).text("id");
    queue.run(Duration.ofSeconds(10));
    return new WebhookId(id);
  }

  /// So many events come into the log, and the relay tells.
  private void happen(WebhookId hook, int events) {
    Instant now = deployment.clock().instant();
    long seq = log.head(roster.identity());
    for (int i = 0; i < events; i++) {
      seq++;
      EventId id = EventId.of("thing\0" + seq, 1, EventType.EMAIL_SENT);
      var occurrence = new Occurrence(id, EventType.EMAIL_SENT, now, null, Map.of());
      log.append(new Entry(roster.identity(), now, List.of(occurrence)));
    }
    wiring
        .queue()
        .send(List.of(new Wake(tenant.id(), hook, roster.identity(), seq)), Duration.ZERO);
  }

  private List<Long> seqs(WebhookId hook, String status) {
    return caller
        .get("/v1/webhooks/" + hook + "/deliveries?limit=200&status=" + status)
        .body()
        .path("items")
        .valueStream()
        .map(each -> each.path("seq").asLong())
        .toList();
  }

  /// SQS with one reader: what is due is handed over in its order, and time passes up to it.
  private final class Queue implements SqsClient {
    private static final Duration VISIBILITY = Duration.ofSeconds(90);

    private final List<Message> messages = new ArrayList<>();
    private int serial;

    private final class Message {
      final String id = "m" + ++serial;
      final String body;
      Instant visibleAt;
      int receives;

      Message(String body, Instant visibleAt) {
        this.body = body;
        this.visibleAt = visibleAt;
      }
    }

    /// Lets that much time pass.
    void run(Duration time) {
      Instant end = deployment.clock().instant().plus(time);
      for (Optional<Message> next = next(end); next.isPresent(); next = next(end)) {
        Message message = next.get();
        if (message.visibleAt.isAfter(deployment.clock().instant())) {
          deployment.clock().set(message.visibleAt);
        }
        message.receives++;
        message.visibleAt = deployment.clock().instant().plus(VISIBILITY);
        if (handled(message)) {
          messages.remove(message);
        }
      }
      deployment.clock().set(end);
    }

    private Optional<Message> next(Instant end) {
      return messages.stream()
          .filter(message -> !message.visibleAt.isAfter(end))
          .min(Comparator.comparing(message -> message.visibleAt));
    }

    private boolean handled(Message message) {
      var record = new SQSEvent.SQSMessage();
      record.setMessageId(message.id);
      record.setReceiptHandle(message.id);
      record.setBody(message.body);
      record.setAttributes(Map.of("ApproximateReceiveCount", Integer.toString(message.receives)));
      var event = new SQSEvent();
      event.setRecords(List.of(record));
      return new PushHandler(wiring)
          .handleRequest(event, new FakeContext())
          .getBatchItemFailures()
          .isEmpty();
    }

    @Override
    public SendMessageBatchResponse sendMessageBatch(SendMessageBatchRequest request) {
      request
          .entries()
          .forEach(entry ->
              messages.add(
                  new Message(
                      entry.messageBody(),
                      deployment.clock().instant().plusSeconds(entry.delaySeconds()))));
      return SendMessageBatchResponse.builder().failed(List.of()).build();
    }

    @Override
    public ChangeMessageVisibilityResponse changeMessageVisibility(
        ChangeMessageVisibilityRequest request) {
      Instant at = deployment.clock().instant().plusSeconds(request.visibilityTimeout());
      messages.stream()
          .filter(message -> message.id.equals(request.receiptHandle()))
          .forEach(message -> message.visibleAt = at);
      return ChangeMessageVisibilityResponse.builder().build();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
