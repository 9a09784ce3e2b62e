package dev.posthouse.local.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.event.Event;
import dev.posthouse.domain.event.EventBus;
import dev.posthouse.domain.event.EventId;
import dev.posthouse.domain.event.EventType;
import dev.posthouse.domain.event.Occurrence;
import dev.posthouse.dynamodb.Backoff;
import dev.posthouse.lambda.Log;
import dev.posthouse.local.store.Faults.Fault;
import dev.posthouse.local.store.Faults.Kind;
import dev.posthouse.local.store.Faults.Target;
import dev.posthouse.relay.EventBridgeBus;
import dev.posthouse.testing.EventBusContract;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;
import tools.jackson.databind.JsonNode;

/// The bus as events go out to it, against the stand-in's endpoint.
final class EventBridgeBusTest implements EventBusContract {
  private AwsRun run;
  private String refused = "none";

  @BeforeEach
  void start() throws IOException {
    run = AwsRun.start();
  }

  @AfterEach
  void stop() {
    run.close();
  }

  @Override
  public EventBus bus() {
    var log = new Log(new PrintStream(PrintStream.nullOutputStream()), run.clock);
    return new EventBridgeBus(new Refusing(), "posthouse", new Backoff(new Random(1)), log);
  }

  @Override
  public void refuse(long seq) {
    refused = "{\"seq\":" + seq + ",";
  }

  @Override
  public List<Long> published() {
    run.aws.runDue(run.clock.instant());
    return run.busEvents.stream()
        .map(event -> event.json().path("detail").path("seq").asLong())
        .toList();
  }

  @Test
  void anEventGoesOutAsTheApiShowsIt() {
    var occurrence =
        new Occurrence(
            EventId.of("thing", 1, EventType.EMAIL_DELIVERED),
            EventType.EMAIL_DELIVERED,
            Instant.parse("2026-11-20T09:59:58.250Z"),
            null,
            Map.of("identity", "alice@post.example"));

    bus().publish(List.of(new Event(7, Instant.parse("2026-11-20T10:00:00Z"), occurrence)));

    assertThat(published()).containsExactly(7L);
    BusEvent event = run.busEvents.getFirst();
    JsonNode detail = event.json().path("detail");
    assertThat(event.bus()).isEqualTo("posthouse");
    assertThat(event.json().path("source").asString()).isEqualTo("posthouse");
    assertThat(event.json().path("detail-type").asString()).isEqualTo("email.delivered");
    assertThat(event.json().path("time").asString()).isEqualTo("2026-11-20T09:59:58Z");
    assertThat(detail.path("id").asString()).isEqualTo(occurrence.id().value());
    assertThat(detail.path("type").asString()).isEqualTo("email.delivered");
    assertThat(detail.path("tsIso").asString()).isEqualTo("2026-11-20T09:59:58.250Z");
    assertThat(detail.path("createdAt").asString()).isEqualTo("2026-11-20T10:00:00.000Z");
    assertThat(detail.has("convId")).isTrue();
    assertThat(detail.path("data").path("identity").asString()).isEqualTo("alice@post.example");
  }

  @Test
  void whatIsThrottledIsTriedAgain() {
    run.faults.set(Fault.times(Target.EVENTS, Kind.THROTTLE, 5));

    assertThat(bus().publish(events(3))).isEmpty();

    assertThat(published()).containsExactlyInAnyOrder(1L, 2L, 3L);
  }

  @Test
  void withoutAnAnswerNothingCountsAsPublished() {
    run.faults.set(Fault.times(Target.EVENTS, Kind.TIMEOUT_AFTER, 1));
    List<Event> events = events(12);

    assertThat(bus().publish(events)).isEqualTo(events);
    assertThat(bus().publish(events)).isEmpty();

    assertThat(published()).contains(1L, 12L).hasSize(22);
  }

  private static List<Event> events(int count) {
    var events = new ArrayList<Event>();
    for (int i = 1; i <= count; i++) {
      var occurrence =
          new Occurrence(
              EventId.of("thing" + i, 1, EventType.EMAIL_SENT),
              EventType.EMAIL_SENT,
              ManualClock.START,
              null,
              Map.of());
      events.add(new Event(i, ManualClock.START, occurrence));
    }
    return events;
  }

  /// The real client, but for one event that EventBridge finds fault with.
  private final class Refusing implements EventBridgeClient {
    @Override
    public PutEventsResponse putEvents(PutEventsRequest request) {
      List<PutEventsRequestEntry> taken =
          request.entries().stream().filter(entry -> !entry.detail().startsWith(refused)).toList();
      if (taken.size() == request.entries().size()) {
        return run.eventBridge.putEvents(request);
      }
      if (!taken.isEmpty()) {
        run.eventBridge.putEvents(request.toBuilder().entries(taken).build());
      }
      List<PutEventsResultEntry> results =
          request.entries().stream()
              .map(entry ->
                  taken.contains(entry)
                      ? PutEventsResultEntry.builder().eventId("some id").build()
                      : PutEventsResultEntry.builder().errorCode("InternalFailure").build())
              .toList();
      return PutEventsResponse.builder().failedEntryCount(1).entries(results).build();
    }

    @Override
    public String serviceName() {
      return "events";
    }

    @Override
    public void close() {}
  }
}
