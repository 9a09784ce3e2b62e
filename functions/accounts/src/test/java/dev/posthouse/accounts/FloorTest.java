package dev.posthouse.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FloorTest {
  private final ManualClock clock = new ManualClock();
  private final List<Duration> waits = new ArrayList<>();
  private final Floor floor = new Floor(clock, waits::add);

  @ParameterizedTest
  @CsvSource({"0, 1500", "1, 1499", "1499, 1", "-20, 1500"})
  void whateverIsDoneTakesTheSameTimeWithTheWait(long workMs, long waitMs) {
    Instant from = floor.now();
    clock.advance(Duration.ofMillis(workMs));

    floor.hold(from);

    assertThat(waits).containsExactly(Duration.ofMillis(waitMs));
  }

  @Test
  void whatTookLongerIsNotHeldUpFurther() {
    Instant from = floor.now();
    clock.advance(Floor.LEAST);

    floor.hold(from);

    assertThat(waits).isEmpty();
  }
}
