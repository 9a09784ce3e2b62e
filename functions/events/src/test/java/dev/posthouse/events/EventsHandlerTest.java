package dev.posthouse.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.event.EventType;
import dev.posthouse.domain.event.PollSlots;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.events.EventsCaller.Answer;
import dev.posthouse.testing.Fixtures;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class EventsHandlerTest {
  private final EventsCaller caller = new EventsCaller();

  @Test
  void anEventIsShownWithAllItsFields() {
    caller.happens(EventType.EMAIL_NO_REPLY);

    Answer answer = caller.get("");

    JsonNode event = answer.body().path("events").path(0);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().path("identity").asString()).isEqualTo(caller.roster.handle().value());
    assertThat(event.path("seq").asLong()).isEqualTo(1);
    assertThat(event.path("id").asString()).startsWith("evt_");
    assertThat(event.path("type").asString()).isEqualTo("email.no_reply");
    assertThat(event.path("ts").asLong()).isEqualTo(Fixtures.NOW.minusMillis(1500).toEpochMilli());
    assertThat(event.path("tsIso").asString()).isEqualTo("2031-05-14T11:59:58.500Z");
    assertThat(event.path("createdAt").asString()).isEqualTo("2031-05-14T12:00:00.000Z");
    assertThat(event.path("convId").isNull()).isTrue();
    assertThat(event.path("data").path("n").asInt()).isEqualTo(1);
  }

  @Test
  void aLogIsReadInPagesByTheCursor() {
    happen(7);

    var seqs = new ArrayList<Long>();
    Answer answer = caller.get("limit=3");
    seqs.addAll(answer.seqs());
    while (answer.body().path("hasMore").asBoolean()) {
      assertThat(answer.body().path("head").asLong()).isEqualTo(7);
      answer = caller.get("limit=3&since=" + answer.body().path("cursor").asLong());
      seqs.addAll(answer.seqs());
    }

    assertThat(seqs).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
    assertThat(answer.body().path("cursor").asLong()).isEqualTo(7);
    assertThat(answer.body().path("head").asLong()).isEqualTo(7);
  }

  @Test
  void onlyTheTypesAskedForAreShownAndTheCursorPassesTheOthers() {
    happen(3);
    caller.happens(EventType.EMAIL_BOUNCED);
    happen(2);
    caller.happens(EventType.EMAIL_COMPLAINED);
    happen(1);

    Answer answer = caller.get("types=email.bounced,%20email.complained&limit=1");
    Answer next =
        caller.get(
            "types=email.bounced,email.complained&since=" + answer.body().path("cursor").asLong());

    assertThat(answer.seqs()).containsExactly(4L);
    assertThat(answer.body().path("hasMore").asBoolean()).isTrue();
    assertThat(next.seqs()).containsExactly(7L);
    assertThat(next.body().path("cursor").asLong()).isEqualTo(8);
    assertThat(next.body().path("hasMore").asBoolean()).isFalse();
  }

  @Test
  void anAnswerLooksAtManyEventsButNotAtAll() {
    happen(ReadEvents.LOOKED_AT_MAX + 60);

    Answer answer = caller.get("types=email.bounced&limit=200&timeoutMs=25000");

    assertThat(answer.seqs()).isEmpty();
    assertThat(answer.body().path("hasMore").asBoolean()).isTrue();
    assertThat(answer.body().path("cursor").asLong()).isEqualTo(ReadEvents.LOOKED_AT_MAX);
    assertThat(caller.pauses).isEmpty();
  }

  @Test
  void sinceHeadIsTheEndOfTheLog() {
    happen(2);

    Answer answer = caller.get("since=head");

    assertThat(answer.seqs()).isEmpty();
    assertThat(answer.body().path("cursor").asLong()).isEqualTo(2);
    assertThat(answer.body().path("head").asLong()).isEqualTo(2);
    assertThat(answer.body().path("hasMore").asBoolean()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "since=-1, since",
    "since=tail, since",
    "since=, since",
    "since=1, since",
    "since=9999999999999999999, since",
    "types=email.opened, types",
    "types=, types",
    "'types=email.sent,', types",
    "limit=0, limit",
    "limit=201, limit",
    "limit=ten, limit",
    "timeoutMs=25001, timeoutMs",
    "timeoutMs=-1, timeoutMs",
    "timeoutMs=1.5, timeoutMs"
  })
  void whatIsWrongIsNamed(String query, String field) {
    Answer answer = caller.get(query);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("code").asString()).isEqualTo("invalid_field");
    assertThat(answer.body().path("errors").path(0).path("field").asString()).isEqualTo(field);
  }

  @Test
  void anotherTenantsIdentityIsNotFound() {
    Roster other = Fixtures.pool(caller.ports, 150, 93);

    for (String handle : List.of(other.handle().value(), "nobody@post.example", "nonsense")) {
      assertThat(caller.get(handle, caller.secret, "").status()).isEqualTo(404);
    }
  }

  @Test
  void aKeyNeedsTheScope() {
    Answer answer =
        caller.get(
            caller.roster.handle().value(), caller.keyWith(Scope.MAIL_READ, Scope.MAIL_SEND), "");

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.body().path("code").asString()).isEqualTo("missing_scope");
  }

  @Test
  void aRequestThatWaitsAnswersSoonAfterTheEvent() {
    happen(1);
    Instant at = Fixtures.NOW.plusMillis(7_310);
    caller.whileWaiting(() -> {
      if (caller.log.head(caller.roster.identity()) == 1
          && !caller.clock().instant().isBefore(at)) {
        caller.happens(EventType.EMAIL_REPLIED);
      }
    });

    Answer answer = caller.get("since=head&timeoutMs=25000");

    assertThat(answer.seqs()).containsExactly(2L);
    assertThat(answer.body().path("cursor").asLong()).isEqualTo(2);
    assertThat(caller.clock().instant()).isBefore(at.plusMillis(300));
  }

  @Test
  void aRequestWithSomethingToShowDoesNotWait() {
    happen(1);

    assertThat(caller.get("timeoutMs=25000").seqs()).containsExactly(1L);
    assertThat(caller.pauses).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1", "250", "600", "25000"})
  void aRequestWaitsNoLongerThanItAskedFor(int timeoutMs) {
    Answer answer = caller.get("timeoutMs=" + timeoutMs);

    assertThat(answer.seqs()).isEmpty();
    assertThat(answer.body().path("cursor").asLong()).isZero();
    assertThat(answer.headers()).doesNotContainKey("retry-after");
    assertThat(caller.clock().instant()).isEqualTo(Fixtures.NOW.plusMillis(timeoutMs));
  }

  @Test
  void eventsOfOtherTypesDoNotEndTheWait() {
    caller.whileWaiting(() ->
        caller.happens(caller.pauses.size() < 5 ? EventType.EMAIL_SENT : EventType.EMAIL_BOUNCED));

    Answer answer = caller.get("types=email.bounced&timeoutMs=25000");

    assertThat(answer.seqs()).containsExactly(5L);
    assertThat(caller.pauses).hasSize(5);
  }

  @Test
  void ofOneKeyTwoRequestsWaitAndAThirdAnswersEarly() {
    Instant end = Fixtures.NOW.plus(Duration.ofSeconds(12));
    for (int i = 0; i < PollSlots.PER_KEY; i++) {
      caller.slots.take(caller.key.id(), Fixtures.NOW, end);
    }

    Answer answer = caller.get("timeoutMs=25000");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.seqs()).isEmpty();
    assertThat(answer.headers()).containsEntry("retry-after", "12");
    assertThat(caller.pauses).isEmpty();
    assertThat(
            caller
                .get(
                    caller.roster.handle().value(),
                    caller.keyWith(Scope.EVENTS_READ),
                    "timeoutMs=1")
                .headers())
        .doesNotContainKey("retry-after");
  }

  @Test
  void aPlaceIsGivenBackWhateverEndsTheWait() {
    caller.whileWaiting(() -> {
      throw new IllegalStateException("the end of this environment");
    });
    for (int i = 0; i < 3; i++) {
      assertThat(caller.get("timeoutMs=25000").status()).isEqualTo(500);
    }
    caller.whileWaiting(() -> {});

    assertThat(caller.get("timeoutMs=1").headers()).doesNotContainKey("retry-after");
  }

  @Test
  void aLogThatIsEmptyWaitsFromItsFirstEvent() {
    caller.whileWaiting(() -> caller.happens(EventType.EMAIL_QUEUED));

    assertThat(caller.get("since=0&timeoutMs=1000").seqs()).containsExactly(1L);
  }

  private void happen(int times) {
    for (int i = 0; i < times; i++) {
      caller.happens(EventType.EMAIL_SENT);
    }
  }
}
