package dev.posthouse.domain.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.event.EventType;
import dev.posthouse.domain.identity.IdentityId;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PushCursorTest {
  private static final Instant NOW = Instant.parse("2031-05-14T12:00:00Z");
  private static final IdentityId IDENTITY = new IdentityId("idn_0123456789abcdef");
  private static final IdentityId OTHER = new IdentityId("idn_0123456789abcde0");
  private static final WebhookId ID = new WebhookId("whk_0123456789abcdef");

  private final PushCursor cursor = PushCursor.begin(ID, IDENTITY, NOW, 7, 0);

  @Test
  void theWaitsGrowAndStayAtSixHours() {
    var waits = new ArrayList<Duration>();
    PushCursor failing = cursor;
    Instant at = NOW;
    for (int i = 0; i < 11; i++) {
      failing = failing.failed(at, Duration.ZERO, 0, "m");
      Instant next = Objects.requireNonNull(failing.restsUntil());
      waits.add(Duration.between(at, next));
      assertThat(failing.rests(next.minusMillis(1))).isTrue();
      assertThat(failing.rests(next)).isFalse();
      at = next;
    }

    assertThat(waits)
        .containsExactly(
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(10),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(2),
            Duration.ofHours(4),
            Duration.ofHours(6),
            Duration.ofHours(6),
            Duration.ofHours(6));
  }

  @Test
  void anEndpointMayAskForLongerAndNotForDays() {
    assertThat(cursor.failed(NOW, Duration.ofMinutes(3), 0, "m").restsUntil())
        .isEqualTo(NOW.plus(Duration.ofMinutes(3)));
    assertThat(cursor.failed(NOW, Duration.ofDays(3), 0, "m").restsUntil())
        .isEqualTo(NOW.plus(Duration.ofHours(6)));
  }

  @Test
  void anEventIsGivenUpOnceItAndTheFailureAreThreeDaysOld() {
    PushCursor failing = cursor.failed(NOW, Duration.ZERO, 0, "m");
    Instant end = NOW.plus(PushCursor.PATIENCE);

    assertThat(failing.givesUp(NOW, end)).isTrue();
    assertThat(failing.givesUp(NOW, end.minusMillis(1))).isFalse();
    assertThat(failing.givesUp(NOW.plusMillis(1), end)).isFalse();
    assertThat(failing.succeeded().givesUp(NOW, end)).isFalse();
    assertThat(cursor.givesUp(NOW.minus(Duration.ofDays(9)), NOW)).isFalse();
  }

  @Test
  void anIdentityThatIsAddedIsHeardOfFromThenOnAndTheOthersGoOn() {
    Webhook all =
        new Webhook(
            ID,
            URI.create("https://example.com/"),
            "",
            Set.of(),
            Map.of(),
            NOW,
            null,
            1,
            null,
            "f",
            NOW);
    assertThat(all.since(IDENTITY)).contains(NOW);

    Webhook one = all.filtered(Set.of(EventType.EMAIL_SENT), List.of(IDENTITY), NOW.plusSeconds(5));
    Webhook two = one.filtered(Set.of(), List.of(IDENTITY, OTHER), NOW.plusSeconds(9));

    assertThat(one.since(IDENTITY)).contains(NOW);
    assertThat(one.since(OTHER)).isEmpty();
    assertThat(one.wants(EventType.EMAIL_SENT)).isTrue();
    assertThat(one.wants(EventType.EMAIL_QUEUED)).isFalse();
    assertThat(two.since(IDENTITY)).contains(NOW);
    assertThat(two.since(OTHER)).contains(NOW.plusSeconds(9));
    assertThat(two.filtered(Set.of(), List.of(), NOW.plusSeconds(20)).since(OTHER))
        .contains(NOW.plusSeconds(20));
  }
}
