package dev.posthouse.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class ProblemTest {
  @ParameterizedTest
  @EnumSource
  void everyCodeHasAStatusATitleAndANextStep(ProblemCode code) {
    assertThat(code.code()).matches("[a-z][a-z0-9_]*[a-z]");
    assertThat(code.status()).isBetween(400, 599);
    assertThat(code.title()).isNotBlank();
    assertThat(code.fix()).isNotBlank().endsWith(".");
  }

  @ParameterizedTest
  @EnumSource
  void onlyWaitingHelpsWhereARetryDoes(ProblemCode code) {
    if (code.retryable()) {
      assertThat(code.status()).isIn(402, 409, 429, 500, 503);
    } else {
      assertThat(code.status()).isNotIn(429, 500);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 1", "1000, 1", "1001, 2", "-5000, 1", "86400000, 86400"})
  void retryAfterIsInWholeSecondsAndNeverTooEarly(long milliseconds, String seconds) {
    assertThat(
            Problem.of(ProblemCode.THROTTLED, "busy")
                .withRetryAfter(Duration.ofMillis(milliseconds))
                .headers())
        .containsExactly(Map.entry("retry-after", seconds));
  }

  @Test
  void aMemberDoesNotReplaceOneOfTheContract() {
    assertThat(
            Problem.of(ProblemCode.CONFLICT, "taken")
                .with("status", 200)
                .with("id", "job_1")
                .body("", "req-1"))
        .containsEntry("status", 409)
        .containsEntry("id", "job_1");
  }

  @Test
  void anAddressThatIsNotKnownLeavesARelativeReference() {
    assertThat(Problem.of(ProblemCode.CONFLICT, "taken").body("", "req-1"))
        .containsEntry("type", "/docs/errors#conflict");
  }

  @Test
  void theExceptionTellsTheProblemAndHasNoStack() {
    ProblemException refusal = Problem.missingField("to").asException();

    assertThat(refusal).hasMessage("missing_field: to is required");
    assertThat(refusal.getStackTrace()).isEmpty();
  }
}
