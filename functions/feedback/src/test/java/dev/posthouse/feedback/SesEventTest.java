package dev.posthouse.feedback;

import static dev.posthouse.testing.Fixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.outbound.Evidence;
import dev.posthouse.domain.outbound.JobError;
import dev.posthouse.domain.outbound.JobId;
import dev.posthouse.domain.tenant.Suppression;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

class SesEventTest {
  private static final String JOB = "job_01RBGZFPG0ZFBRZ9KXC4D9KWF7";
  private static final Instant AT = NOW.minusSeconds(5);

  static Stream<Arguments> events() {
    return Stream.of(
        of(SesEvents.send(JOB, AT), Evidence.Kind.SEND, null, null),
        of(SesEvents.delivery(JOB, AT), Evidence.Kind.DELIVERY, null, null),
        of(SesEvents.delay(JOB, AT), Evidence.Kind.DELAY, "delayed", "smtp; 452 full"),
        of(SesEvents.complaint(JOB, AT), Evidence.Kind.COMPLAINT, "complained", "abuse"),
        of(SesEvents.reject(JOB, AT), Evidence.Kind.REJECT, "rejected", "Bad content"),
        of(
            SesEvents.bounce(JOB, AT, "Permanent", "General", "5.1.1"),
            Evidence.Kind.BOUNCE,
            "bounced_permanent",
            "smtp; 550 no"),
        of(
            SesEvents.bounce(JOB, AT, "Transient", "MailboxFull", "4.2.2"),
            Evidence.Kind.BOUNCE,
            "bounced_transient",
            "smtp; 550 no"));
  }

  private static Arguments of(
      String event, Evidence.Kind kind, @Nullable String code, @Nullable String message) {
    return Arguments.of(event, kind, code, message);
  }

  @ParameterizedTest
  @MethodSource("events")
  void everyKindOfEventIsRead(
      String json, Evidence.Kind kind, @Nullable String code, @Nullable String message) {
    SesEvent event = read(json).orElseThrow();

    assertThat(event.job()).isEqualTo(new JobId(JOB));
    assertThat(event.evidence().kind()).isEqualTo(kind);
    assertThat(event.evidence().sesMessageId()).isEqualTo(SesEvents.MESSAGE);
    assertThat(event.evidence().at()).isEqualTo(AT);
    assertThat(event.evidence().detail())
        .isEqualTo(
            code == null || message == null
                ? Optional.empty()
                : Optional.of(new JobError(code, message)));
  }

  @ParameterizedTest
  @CsvSource({
    "Permanent, General, 5.1.1, BOUNCED",
    "Permanent, General, 5.1.0, BOUNCED",
    "Permanent, General, 5.1.2, BOUNCED",
    "Permanent, General, 5.1.3, BOUNCED",
    "Permanent, General, 5.1.6, BOUNCED",
    "Permanent, General, 5.1.10, BOUNCED",
    "Permanent, NoEmail, 5.0.0, BOUNCED",
    "Permanent, Suppressed, '', BOUNCED",
    "Permanent, OnAccountSuppressionList, '', BOUNCED",
    "Permanent, General, 5.7.1, ",
    "Permanent, General, 5.7.26, ",
    "Permanent, General, 5.0.0, ",
    "Permanent, General, 5.2.2, ",
    "Permanent, General, 5.1.8, ",
    "Permanent, General, 5.1.11, ",
    "Permanent, General, '', ",
    "Permanent, General, 15.1.1, ",
    "Transient, General, 5.1.1, ",
    "Transient, NoEmail, 5.1.1, ",
    "Undetermined, Undetermined, 5.1.1, ",
  })
  void onlyABounceThatSaysThereIsNobodySuppresses(
      String type, String subType, String status, Suppression.@Nullable Reason reason) {
    SesEvent event = read(SesEvents.bounce(JOB, AT, type, subType, status)).orElseThrow();

    assertThat(event.suppresses()).isEqualTo(Optional.ofNullable(reason));
  }

  @Test
  void aComplaintSuppressesAndNothingElseDoes() {
    assertThat(read(SesEvents.complaint(JOB, AT)).orElseThrow().suppresses())
        .contains(Suppression.Reason.COMPLAINED);
    for (String event :
        new String[] {
          SesEvents.send(JOB, AT),
          SesEvents.delivery(JOB, AT),
          SesEvents.delay(JOB, AT),
          SesEvents.reject(JOB, AT)
        }) {
      assertThat(read(event).orElseThrow().suppresses()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "job_", "job_1", "msg_01RBGZFPG0ZFBRZ9KXC4D9KWF7", "job_' OR 1=1"})
  void aTagThatIsNoJobOfOursIsNoEvent(String tag) {
    assertThat(read(SesEvents.delivery(tag, AT))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Open", "Click", "Subscription", "Rendering Failure", "", "delivery\\u0000"})
  void eventsOfAnotherKindAreNone(String type) {
    assertThat(read(SesEvents.event(type, JOB, AT, "\"open\":{}"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "null",
        "\"text\"",
        "7",
        "{\"mail\":null}",
        "{\"mail\":[]}",
        "{\"mail\":{\"tags\":\"job\"}}",
        "{\"mail\":{\"tags\":{\"job\":\"job_01RBGZFPG0ZFBRZ9KXC4D9KWF7\"}}}",
        "{\"mail\":{\"tags\":{\"job\":[]}}}",
        "{\"mail\":{\"tags\":{\"job\":[{}]}}}",
        "{\"mail\":{\"tags\":{\"job\":[null]}}}",
        "{\"eventType\":7,\"mail\":{\"tags\":{\"job\":[\"job_01RBGZFPG0ZFBRZ9KXC4D9KWF7\"]}}}",
        "{\"eventType\":{},\"mail\":{\"tags\":{\"job\":[\"job_01RBGZFPG0ZFBRZ9KXC4D9KWF7\"]}}}",
        "{\"eventType\":\"Delivery\",\"mail\":{\"tags\":{\"job\":[\"job_01RBGZFPG0ZFBRZ9KXC4D9KWF7\"]}}}",
        "{\"eventType\":\"Send\",\"mail\":{\"messageId\":{},"
            + "\"tags\":{\"job\":[\"job_01RBGZFPG0ZFBRZ9KXC4D9KWF7\"]}}}"
      })
  void whatIsShapedOtherwiseIsNoEvent(String json) {
    assertThat(read(json)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"bounce\":{}",
        "\"bounce\":[]",
        "\"bounce\":null",
        "\"bounce\":{\"bouncedRecipients\":{},\"bounceType\":7,\"timestamp\":{}}",
        "\"bounce\":{\"bouncedRecipients\":[7],\"bounceType\":null,\"bounceSubType\":[]}",
        "\"other\":1"
      })
  void aBounceThatSaysNothingIsStillABounce(String section) {
    SesEvent event = read(SesEvents.event("Bounce", JOB, AT, section)).orElseThrow();

    assertThat(event.evidence().kind()).isEqualTo(Evidence.Kind.BOUNCE);
    assertThat(event.evidence().at()).isEqualTo(AT);
    assertThat(event.suppresses()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yesterday",
        "",
        "+999999999-12-31T23:59:59Z",
        "-999999999-01-01T00:00:00Z",
        "1969-12-31T23:59:59Z",
        "2031-05-16T12:00:00Z"
      })
  void aTimeThatCannotBeIsNow(String time) {
    String json = SesEvents.delivery(JOB, AT).replace(AT.toString(), time);

    assertThat(read(json).orElseThrow().evidence().at()).isEqualTo(NOW);
  }

  /// Whatever is cut out of or put into an event, reading it never fails.
  @Test
  void readingNeverFails() {
    String whole = SesEvents.bounce(JOB, AT, "Permanent", "General", "5.1.1");
    String[] values = {"null", "7", "[]", "{}", "\"\"", "true", "[[]]", "1e400"};
    var random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      String json = whole;
      for (int cuts = random.nextInt(4); cuts >= 0; cuts--) {
        String value = values[random.nextInt(values.length)];
        int from = json.indexOf(':', random.nextInt(json.length()));
        int to = from < 0 ? -1 : json.indexOf(random.nextBoolean() ? ',' : '}', from);
        if (to > 0) {
          json = json.substring(0, from + 1) + value + json.substring(to);
        }
      }
      String text = json;
      Optional<JsonNode> node = parsed(text);
      node.ifPresent(event -> assertThat(SesEvent.read(event, NOW)).as(text).isNotNull());
    }
  }

  private static Optional<JsonNode> parsed(String text) {
    try {
      return Optional.of(SesEvents.json(text));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private static Optional<SesEvent> read(String json) {
    return SesEvent.read(SesEvents.json(json), NOW);
  }
}
