package dev.posthouse.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.event.Event;
import dev.posthouse.domain.event.EventType;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.identity.Owners;
import dev.posthouse.dynamodb.StreamRecords.Change;
import dev.posthouse.lambda.Json;
import dev.posthouse.lambda.Log;
import dev.posthouse.lambda.Metrics;
import dev.posthouse.testing.FakeEventBus;
import dev.posthouse.testing.FakeEventLog;
import dev.posthouse.testing.FakePushQueue;
import dev.posthouse.testing.FakeStore;
import dev.posthouse.testing.FakeWebhooks;
import dev.posthouse.testing.Ports;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import tools.jackson.databind.JsonNode;

class RelayBatchTest {
  private static final IdentityId IDENTITY = new IdentityId("idn_01RBGZFPG040T7W83ARDHEGRGG");
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2031-05-14T12:00:05Z"));
  private static final String JOB = "job_0000000000000001";
  private static final String OTHER = "job_0000000000000002";

  private final FakeEventLog log = new FakeEventLog(CLOCK);
  private final FakeEventBus bus = new FakeEventBus();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final RelayBatch relay = relay();

  private RelayBatch relay() {
    Ports ports = new FakeStore().ports();
    var relayJob =
        new RelayJob(
            ports.conversations(),
            ports.contents(),
            new SesMessageIds("us-east-1", "posthouse.example"));
    var owners = new Owners(ports.identities());
    var lines = new Log(new PrintStream(printed, true, StandardCharsets.UTF_8), CLOCK);
    var wakeWebhooks =
        new WakeWebhooks(owners, new FakeWebhooks(), new FakePushQueue(), CLOCK, lines);
    return new RelayBatch(
        new RelayChange(relayJob, owners, log),
        bus,
        wakeWebhooks,
        owners,
        new Metrics(lines, CLOCK),
        lines);
  }

  @Test
  void theStepsOfAJobAreLoggedInOrderAndPublished() {
    assertThat(
            relay.relay(
                List.of(
                    Changes.accepted("1", JOB),
                    Changes.claimed("2", JOB),
                    Changes.sent("3", JOB, true))))
        .isEmpty();

    assertThat(logged())
        .extracting(Event::type)
        .containsExactly(EventType.EMAIL_QUEUED, EventType.EMAIL_SENT, EventType.EMAIL_DELIVERED);
    assertThat(logged()).extracting(Event::seq).containsExactly(1L, 2L, 3L);
    assertThat(bus.published()).isEqualTo(logged());
  }

  @Test
  void recordsThatComeAgainAreLoggedOnceAndPublishedAsTheyWere() {
    List<Change> batch = List.of(Changes.accepted("1", JOB), Changes.sent("2", JOB, false));
    relay.relay(batch);
    relay.relay(List.of(Changes.accepted("3", OTHER)));
    List<Event> first = logged();

    assertThat(relay.relay(batch)).isEmpty();

    assertThat(logged()).isEqualTo(first);
    assertThat(bus.published().subList(3, 5)).isEqualTo(first.subList(0, 2));
  }

  @Test
  void whatTheBusDidNotTakeComesAgainAndIsLoggedAllTheSame() {
    bus.refuse(event -> event.seq() == 2);
    List<Change> batch =
        List.of(
            Changes.accepted("1", JOB), Changes.sent("2", JOB, true), Changes.accepted("3", OTHER));

    assertThat(relay.relay(batch)).contains("2");

    assertThat(logged()).hasSize(4);
    bus.refuse(_ -> false);
    assertThat(relay.relay(batch.subList(1, 3))).isEmpty();
    assertThat(logged()).hasSize(4);
    assertThat(bus.published()).containsAll(logged());
  }

  @Test
  void aRecordThatFailsKeepsBackNoneBeforeIt() {
    Optional<String> failed =
        relay.relay(
            List.of(
                Changes.accepted("1", JOB),
                Changes.broken("2", OTHER),
                Changes.sent("3", JOB, false)));

    assertThat(failed).contains("2");
    assertThat(logged()).extracting(Event::type).containsExactly(EventType.EMAIL_QUEUED);
    assertThat(bus.published()).hasSize(1);
  }

  @Test
  void aDayThatIsOverSettlesTheLog() {
    relay.relay(List.of(Changes.accepted("1", JOB), Changes.sent("2", JOB, true)));
    Map<String, AttributeValue> day =
        Map.of(
            "kind", AttributeValue.fromS("eventDay"),
            "identity", AttributeValue.fromS(IDENTITY.value()));

    // Only its end counts.
    relay.relay(List.of(new Change("3", Optional.empty(), Optional.of(day))));
    relay.relay(List.of(new Change("4", Optional.of(day), Optional.empty())));
    log.expire(IDENTITY);

    assertThat(log.head(IDENTITY)).isEqualTo(3);
    relay.relay(List.of(Changes.accepted("5", OTHER)));
    assertThat(logged()).extracting(Event::seq).containsExactly(4L);
  }

  @Test
  void whatIsNobodysConcernIsPassedOver() {
    Map<String, AttributeValue> tenant = Map.of("kind", AttributeValue.fromS("tenant"));
    var changes = new ArrayList<Change>();
    changes.add(new Change("1", Optional.empty(), Optional.of(tenant)));
    changes.add(new Change("2", Changes.accepted("2", JOB).newImage(), Optional.empty()));

    assertThat(relay.relay(changes)).isEmpty();

    assertThat(logged()).isEmpty();
    assertThat(bus.published()).isEmpty();
  }

  @Test
  void whatIsDoneWithIsCountedOnce() {
    bus.refuse(event -> event.type() == EventType.EMAIL_SENT);
    List<Change> batch =
        List.of(
            Changes.accepted("1", JOB),
            Changes.accepted("2", OTHER),
            Changes.uncertain("3", OTHER),
            Changes.sent("4", JOB, true));
    relay.relay(batch);

    JsonNode counts =
        printed
            .toString(StandardCharsets.UTF_8)
            .lines()
            .<JsonNode>map(Json.mapper()::readTree)
            .filter(line -> line.has("_aws"))
            .findFirst()
            .orElseThrow();

    assertThat(counts.path("accepted").asInt()).isEqualTo(2);
    assertThat(counts.path("uncertain").asInt()).isEqualTo(1);
    assertThat(counts.has("sent")).isFalse();
    assertThat(counts.path("_aws").isObject()).isTrue();
  }

  private List<Event> logged() {
    return log.read(IDENTITY, 0, 100).events();
  }
}
