package dev.posthouse.local.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.eventbridge.model.EventBridgeException;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import tools.jackson.databind.JsonNode;

final class EventsApiTest {
  private static final PutEventsRequestEntry ENTRY =
      PutEventsRequestEntry.builder()
          .source("posthouse")
          .detailType("email.sent")
          .detail("{\"seq\":1}")
          .build();

  private AwsRun run;

  @BeforeEach
  void start() throws IOException {
    run = AwsRun.start();
  }

  @AfterEach
  void stop() {
    run.close();
  }

  private PutEventsResponse put(List<PutEventsRequestEntry> entries) {
    return run.eventBridge.putEvents(put -> put.entries(entries));
  }

  @Test
  void passesEventsOn() {
    PutEventsResponse response =
        put(
            List.of(
                ENTRY.toBuilder()
                    .eventBusName("arn:aws:events:us-east-1:000000000000:event-bus/posthouse")
                    .resources("r1")
                    .time(ManualClock.START.minusSeconds(60))
                    .build(),
                ENTRY));
    run.aws.runDue(run.clock.instant());

    assertThat(response.failedEntryCount()).isZero();
    assertThat(run.busEvents).extracting(BusEvent::bus).containsExactly("posthouse", "default");
    JsonNode event = run.busEvents.getFirst().json();
    assertThat(event.path("id").asString()).isEqualTo(response.entries().getFirst().eventId());
    assertThat(event.path("source").asString()).isEqualTo("posthouse");
    assertThat(event.path("detail-type").asString()).isEqualTo("email.sent");
    assertThat(event.path("detail").path("seq").asInt()).isEqualTo(1);
    assertThat(event.path("time").asString()).isEqualTo("2026-11-20T09:59:00Z");
    assertThat(event.path("resources").path(0).asString()).isEqualTo("r1");
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "posthouse | email.sent | not JSON | MalformedDetail",
        "posthouse | email.sent | [1] | MalformedDetail",
        "posthouse | email.sent | '' | InvalidArgument",
        "'' | email.sent | {} | InvalidArgument",
        "posthouse | '' | {} | InvalidArgument",
        "aws.ses | email.sent | {} | NotAuthorizedForSourceException"
      },
      delimiter = '|')
  void failsSingleEntries(String source, String type, String detail, String code) {
    PutEventsResponse response =
        put(
            List.of(
                ENTRY,
                PutEventsRequestEntry.builder()
                    .source(source)
                    .detailType(type)
                    .detail(detail)
                    .build()));
    run.aws.runDue(run.clock.instant());

    assertThat(response.failedEntryCount()).isEqualTo(1);
    assertThat(response.entries().getLast().errorCode()).isEqualTo(code);
    assertThat(response.entries().getFirst().eventId()).isNotNull();
    assertThat(run.busEvents).hasSize(1);
  }

  @Test
  void takesTenEntriesAndNoMore() {
    assertThat(put(Collections.nCopies(10, ENTRY)).entries()).hasSize(10);
    for (int count : new int[] {0, 11}) {
      assertThatThrownBy(() -> put(Collections.nCopies(count, ENTRY)))
          .isInstanceOfSatisfying(
              EventBridgeException.class,
              e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ValidationException"));
    }
  }

  @Test
  void takesAMegabyteAndNoMore() {
    String quotes = "{\"a\":\"\"}";
    int room = (1 << 20) - "posthouse".length() - "email.sent".length() - quotes.length();
    PutEventsRequestEntry most =
        ENTRY.toBuilder().detail("{\"a\":\"" + "x".repeat(room) + "\"}").build();
    PutEventsRequestEntry more =
        ENTRY.toBuilder().detail("{\"a\":\"" + "x".repeat(room + 1) + "\"}").build();

    assertThat(put(List.of(most)).failedEntryCount()).isZero();
    assertThatThrownBy(() -> put(List.of(more)))
        .isInstanceOf(EventBridgeException.class)
        .hasMessageContaining("over the limit");
  }

  @Test
  void saysWhatItDoesNotKnow() {
    assertThatThrownBy(() -> run.eventBridge.listRules(list -> {}))
        .isInstanceOfSatisfying(
            EventBridgeException.class, e -> assertThat(e.statusCode()).isEqualTo(501))
        .hasMessageContaining("ListRules");
  }
}
