package dev.posthouse.domain.outbound;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// What a tenant's mailboxes have written to mailboxes of this platform in one hour by the clock,
/// UTC. It counts what was taken in that hour, whenever it is to go out and whatever becomes of it.
///
/// @param start when the hour began
/// @param used recipients written to
public record InsideHour(Instant start, int used) {
  /// Most recipients inside that all mailboxes of a tenant together write to in an hour. Such mail
  /// costs nothing, so that nothing else bounds it but each mailbox's day.
  public static final int MAX = 500;

  private static final Duration LENGTH = Duration.ofHours(1);

  /// The hour of that moment, with nothing counted yet.
  public static InsideHour of(Instant at) {
    return new InsideHour(at.truncatedTo(ChronoUnit.HOURS), 0);
  }

  /// When the next hour begins.
  public Instant end() {
    return start.plus(LENGTH);
  }

  InsideHour plusOne() {
    return new InsideHour(start, used + 1);
  }

  /// Why nobody inside can be written to in this hour any more.
  Optional<Refusal> full() {
    return used < MAX
        ? Optional.empty()
        : Optional.of(
            new Refusal.InsideLimitExceeded(new Binding("internal_per_hour", used, MAX, end())));
  }
}
