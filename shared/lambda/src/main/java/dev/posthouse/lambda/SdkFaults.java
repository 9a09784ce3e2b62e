package dev.posthouse.lambda;

import dev.posthouse.domain.StoreBusyException;
import dev.posthouse.domain.outbound.IdempotencyConflictException;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/// The problems that failures of the AWS SDK and of the store stand for.
public final class SdkFaults {
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final int SERVER_ERROR = 500;

  private SdkFaults() {}

  /// 503 for contention, throttling, time-outs and failures on AWS's side; empty for all else,
  /// which is a fault of ours.
  public static Optional<Problem> classify(Throwable failure) {
    return switch (failure) {
      case StoreBusyException _ ->
          unavailable(ProblemCode.CONTENTION, "Too much is going on here at this moment.");
      case IdempotencyConflictException _ ->
          Optional.of(
              Problem.of(
                  ProblemCode.IDEMPOTENCY_CONFLICT,
                  "This Idempotency-Key was used for a request with another body."));
      case SdkServiceException e when e.isThrottlingException() ->
          unavailable(ProblemCode.THROTTLED, "AWS asks us to slow down.");
      case SdkServiceException e when e.statusCode() >= SERVER_ERROR ->
          unavailable(ProblemCode.UNAVAILABLE, "A service of AWS did not answer as it should.");
      case SdkClientException _ ->
          unavailable(ProblemCode.UNAVAILABLE, "A service of AWS did not answer in time.");
      default -> Optional.empty();
    };
  }

  private static Optional<Problem> unavailable(ProblemCode code, String detail) {
    return Optional.of(Problem.of(code, detail).withRetryAfter(SOON));
  }
}
