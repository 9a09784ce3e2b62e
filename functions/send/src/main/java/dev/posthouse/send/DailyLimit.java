package dev.posthouse.send;

import dev.posthouse.domain.outbound.Acceptance;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.outbound.SendCommand;
import dev.posthouse.lambda.RateLimit;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/// What is left of the identity's cap on the day a message goes out, as headers.
final class DailyLimit {
  private static final Duration DAY = Duration.ofDays(1);

  private DailyLimit() {}

  static Map<String, String> headers(SendCommand command, Acceptance acceptance, Instant now) {
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
}
