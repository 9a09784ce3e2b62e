package dev.posthouse.send;

import dev.posthouse.domain.outbound.Acceptance;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.outbound.SendCommand;
import dev.posthouse.domain.outbound.SendResult;
import dev.posthouse.lambda.RateLimit;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What is left of the identity's cap on the day a message goes out, as headers.
final class DailyLimit {
  private static final Duration DAY = Duration.ofDays(1);

  private DailyLimit() {}

  /// @param results some of which were taken
  static Map<String, String> headers(SendCommand command, List<SendResult> results, Instant now) {
    Acceptance acceptance = tightest(results);
    Instant dispatchAt = acceptance.dispatchAt().isAfter(now) ? acceptance.dispatchAt() : now;
    Instant resetsAt =
        OutboundJob.dayOf(dispatchAt).plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    return RateLimit.headers(
        List.of(
            new RateLimit(
                "identity-daily",
                command.roster().sheetCap(),
                DAY,
                Math.max(0, acceptance.remaining()),
                Duration.between(now, resetsAt))));
  }

  /// Of what was taken, the one on the day with the least room.
  private static Acceptance tightest(List<SendResult> results) {
    return results.stream()
        .flatMap(result ->
            result instanceof SendResult.Accepted taken
                ? Stream.of(taken.job().acceptance())
                : Stream.<Acceptance>empty())
        .min(Comparator.comparingInt(Acceptance::remaining))
        .orElseThrow();
  }
}
