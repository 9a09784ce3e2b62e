package dev.posthouse.local.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleExpressionTest {
  private static final ZoneId UTC = ZoneId.of("UTC");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // A Sunday.
        "rate(1 minute) | 2026-03-01T09:00:30Z | 2026-03-01T09:01:30Z",
        "rate(5 minutes) | 2026-03-01T09:00:30Z | 2026-03-01T09:05:30Z",
        "rate(2 days) | 2026-03-01T09:00:30Z | 2026-03-03T09:00:30Z",
        "cron(30 3 * * ? *) | 2026-03-01T03:29:59Z | 2026-03-01T03:30:00Z",
        "cron(30 3 * * ? *) | 2026-03-01T03:30:00Z | 2026-03-02T03:30:00Z",
        "cron(0/15 * * * ? *) | 2026-03-01T09:46:00Z | 2026-03-01T10:00:00Z",
        "cron(0 8-10,14 ? * MON-FRI *) | 2026-03-01T09:00:00Z | 2026-03-02T08:00:00Z",
        "cron(0 0 ? * 1 *) | 2026-03-01T00:00:00Z | 2026-03-08T00:00:00Z",
        "cron(0 0 L * ? *) | 2026-03-01T09:00:00Z | 2026-03-31T00:00:00Z",
        "cron(0 0 29 FEB ? *) | 2026-03-01T09:00:00Z | 2028-02-29T00:00:00Z",
        "cron(0 0 1 1 ? 2030) | 2026-03-01T09:00:00Z | 2030-01-01T00:00:00Z",
      })
  void runsNextAt(String expression, Instant after, Instant next) {
    assertThat(ScheduleExpression.parse(expression, UTC).next(after)).contains(next);
  }

  @Test
  void whatLiesInThePastRunsNoMore() {
    assertThat(
            ScheduleExpression.parse("cron(0 0 1 1 ? 2020)", UTC)
                .next(Instant.parse("2026-03-01T09:00:00Z")))
        .isEmpty();
  }

  @Test
  void hoursAreCountedInTheZone() {
    ScheduleExpression daily =
        ScheduleExpression.parse("cron(30 2 * * ? *)", ZoneId.of("Europe/Berlin"));

    assertThat(daily.next(Instant.parse("2026-03-28T00:00:00Z")))
        .contains(Instant.parse("2026-03-28T01:30:00Z"));
    // On 29 March the hour from two to three is left out.
    assertThat(daily.next(Instant.parse("2026-03-28T02:00:00Z")))
        .contains(Instant.parse("2026-03-30T00:30:00Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rate(1 minutes)",
        "rate(5 minute)",
        "rate(0 minutes)",
        "rate(1 week)",
        "every day",
        "cron(* * * * * *)",
        "cron(* * ? * ? *)",
        "cron(0 0 * * ?)",
        "cron(60 0 * * ? *)",
        "cron(0 24 * * ? *)",
        "cron(0 0 15W * ? *)",
        "cron(0 0 ? * 6#3 *)",
        "cron(9-5 0 * * ? *)",
        "cron(*/0 0 * * ? *)",
      })
  void whatIsNoScheduleIsRefused(String expression) {
    assertThatThrownBy(() -> ScheduleExpression.parse(expression, UTC))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
