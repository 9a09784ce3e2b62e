package dev.posthouse.domain.pool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WarmupCurveTest {
  @ParameterizedTest
  @CsvSource({
    "50, 4, 5, 7, 9, 14, 18, 26, 34, 50",
    "75, 4, 5, 8, 11, 17, 23, 36, 49, 75",
    "91, 4, 5, 8, 12, 19, 26, 41, 58, 91",
  })
  void theCapGrowsAsPublished(
      int max, int d0, int d3, int d7, int d10, int d14, int d17, int d21, int d24, int d28) {
    int[] days = {0, 3, 7, 10, 14, 17, 21, 24, 28};
    int[] caps = {d0, d3, d7, d10, d14, d17, d21, d24, d28};
    for (int i = 0; i < days.length; i++) {
      assertThat(WarmupCurve.cap(days[i], max)).as("day %d", days[i]).isEqualTo(caps[i]);
    }
  }

  @Test
  void theCapNeverShrinksWithTimeNorPassesItsMaximum() {
    for (int max = 0; max <= 300; max++) {
      int before = 0;
      for (double day = 0; day <= 40; day += 0.25) {
        int cap = WarmupCurve.cap(day, max);
        assertThat(cap).isBetween(before, max);
        before = cap;
      }
      assertThat(before).isEqualTo(max);
    }
  }

  @Test
  void aSmallMailboxHasItsMaximumFromTheFirstDay() {
    for (int max = 0; max <= 4; max++) {
      assertThat(WarmupCurve.cap(0, max)).isEqualTo(max);
    }
    assertThat(WarmupCurve.cap(0, 5)).isEqualTo(4);
  }

  @Test
  void daysLostBelowZeroAreZero() {
    assertThat(WarmupCurve.cap(-7, 50)).isEqualTo(4);
    assertThat(WarmupCurve.stage(-7)).isZero();
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 4", "7, 25", "14, 50", "21, 75", "27, 96", "28, 100", "90, 100"})
  void theStageIsTheShareOfTheEarnedDays(double days, int stage) {
    assertThat(WarmupCurve.stage(days)).isEqualTo(stage);
  }

  @Test
  void theCapAtAStageIsThatOfItsDays() {
    assertThat(WarmupCurve.capAtStage(0, 50)).isEqualTo(4);
    assertThat(WarmupCurve.capAtStage(25, 50)).isEqualTo(7);
    assertThat(WarmupCurve.capAtStage(50, 50)).isEqualTo(14);
    assertThat(WarmupCurve.capAtStage(100, 50)).isEqualTo(50);
  }
}
