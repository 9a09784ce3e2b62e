package dev.posthouse.testing;

import static dev.posthouse.testing.Fixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.tenant.RateLimits;
import dev.posthouse.domain.tenant.RateLimits.Taking;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What every [RateLimits] promises: no window of that length ever holds more, and none that has
/// room refuses.
public interface RateLimitsContract {
  /// A window in the tests.
  Duration HOUR = Duration.ofHours(1);

  RateLimits rateLimits();

  @Test
  default void asManyAsMayAreTaken() {
    String bucket = Fixtures.unique("bucket");

    for (int i = 0; i < 3; i++) {
      assertThat(take(bucket, 3, NOW.plusMillis(i))).isEqualTo(new Taking.Taken());
    }

    assertThat(take(bucket, 3, NOW.plusMillis(3))).isEqualTo(new Taking.Full(NOW.plus(HOUR)));
    assertThat(take(Fixtures.unique("bucket"), 3, NOW)).isEqualTo(new Taking.Taken());
  }

  @Test
  default void theWindowRolls() {
    String bucket = Fixtures.unique("bucket");
    Instant later = NOW.plus(Duration.ofMinutes(59));
    take(bucket, 2, NOW);
    take(bucket, 2, later);

    assertThat(take(bucket, 2, NOW.plus(HOUR).minusMillis(1)))
        .isEqualTo(new Taking.Full(NOW.plus(HOUR)));
    assertThat(take(bucket, 2, NOW.plus(HOUR))).isEqualTo(new Taking.Taken());
    assertThat(take(bucket, 2, NOW.plus(HOUR))).isEqualTo(new Taking.Full(later.plus(HOUR)));
  }

  @Test
  default void aClockThatIsBehindGainsNothing() {
    String bucket = Fixtures.unique("bucket");
    take(bucket, 1, NOW);

    assertThat(take(bucket, 1, NOW.minus(HOUR.multipliedBy(2))))
        .isEqualTo(new Taking.Full(NOW.plus(HOUR)));
  }

  @Test
  default void noWindowHoldsMoreAndNoneWithRoomRefuses() {
    for (int max = 1; max <= 4; max++) {
      String bucket = Fixtures.unique("bucket");
      var taken = new ArrayList<Instant>();
      Instant now = NOW;
      for (int i = 0; i < 40; i++) {
        now = now.plusSeconds(i * 7_919L % 2_000);
        Instant start = now.minus(HOUR);
        long inWindow = taken.stream().filter(time -> time.isAfter(start)).count();
        boolean room = take(bucket, max, now) instanceof Taking.Taken;
        assertThat(room).isEqualTo(inWindow < max);
        if (room) {
          taken.add(now);
        }
      }
    }
  }

  @Test
  @Racing
  default void theLimitIsExactUnderConcurrency() {
    String bucket = Fixtures.unique("bucket");
    assertThat(take(bucket, 10, NOW.minus(HOUR))).isEqualTo(new Taking.Taken());

    List<Taking> takings = Race.run(64, number -> () -> take(bucket, 10, NOW));

    assertThat(takings).filteredOn(new Taking.Taken()::equals).hasSize(10);
    assertThat(takings).filteredOn(new Taking.Full(NOW.plus(HOUR))::equals).hasSize(54);
  }

  private Taking take(String bucket, int max, Instant now) {
    return rateLimits().take(bucket, max, HOUR, now);
  }
}
