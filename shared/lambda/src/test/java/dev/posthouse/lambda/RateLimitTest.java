package dev.posthouse.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RateLimitTest {
  @Test
  void everyLimitStandsInBothHeaders() {
    List<RateLimit> limits =
        List.of(
            new RateLimit("identity-daily", 150, Duration.ofDays(1), 12, Duration.ofMillis(1_001)),
            new RateLimit("warmup", 40, null, 0, null));

    assertThat(RateLimit.headers(limits))
        .containsEntry("ratelimit-policy", "\"identity-daily\";q=150;w=86400, \"warmup\";q=40")
        .containsEntry("ratelimit", "\"identity-daily\";r=12;t=2, \"warmup\";r=0");
  }

  @Test
  void noLimitIsNoHeader() {
    assertThat(RateLimit.headers(List.of())).isEmpty();
  }

  @Test
  void aTimeThatHasPassedIsNow() {
    RateLimit limit = new RateLimit("hourly", 1, null, 0, Duration.ofSeconds(-5));

    assertThat(RateLimit.headers(List.of(limit))).containsEntry("ratelimit", "\"hourly\";r=0;t=0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\"b", "a b", "ü", "a\r\nb"})
  void aNameThatNeedsQuotingIsRefused(String name) {
    assertThatThrownBy(() -> new RateLimit(name, 1, null, 1, null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void numbersBelowZeroAreRefused() {
    assertThatThrownBy(() -> new RateLimit("daily", -1, null, 0, null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RateLimit("daily", 1, null, -1, null))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
