package dev.posthouse.events;

import dev.posthouse.domain.event.EventLog;
import dev.posthouse.domain.event.PollSlots;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.tenant.KeyId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Waits until a log has something to tell.
///
/// The log is asked every quarter of a second whether it grew: half a read unit each time, 50 for
/// the longest wait. Asking less often as time goes on would be cheaper, and later than the 300 ms
/// promised.
final class AwaitEvents {
  static final Duration INTERVAL = Duration.ofMillis(250);

  // A wait ends before its place does.
  private static final Duration MARGIN = Duration.ofSeconds(2);

  // Ends the wait where the clock stands still, as it may in the local run.
  private static final int CHECKS_MAX =
      (int) (EventsQuery.TIMEOUT_MAX_MS / INTERVAL.toMillis()) + 1;

  private final EventLog log;
  private final ReadEvents readEvents;
  private final PollSlots slots;
  private final InstantSource clock;
  private final Pause pause;

  AwaitEvents(
      EventLog log, ReadEvents readEvents, PollSlots slots, InstantSource clock, Pause pause) {
    this.log = log;
    this.readEvents = readEvents;
    this.slots = slots;
    this.clock = clock;
    this.pause = pause;
  }

  /// What became of a wait.
  sealed interface Waited {
    /// Something came, or the time is over.
    record Done(Found found) implements Waited {}

    /// Too many requests of the key wait already.
    ///
    /// @param retryAfter when there is a place at the latest
    record Crowded(Duration retryAfter) implements Waited {}
  }

  /// Waits for something after what was found, which is the end of the log.
  ///
  /// @param until when the answer is due
  Waited await(KeyId key, IdentityId identity, Found end, EventsQuery query, Instant until) {
    Instant now = clock.instant();
    return switch (slots.take(key, now, until.plus(MARGIN))) {
      case PollSlots.Answer.Full(Instant freeAt) ->
          new Waited.Crowded(Duration.between(now, freeAt));
      case PollSlots.Answer.Taken place -> {
        try {
          yield new Waited.Done(watch(identity, end, query, until));
        } finally {
          slots.free(place);
        }
      }
    };
  }

  private Found watch(IdentityId identity, Found end, EventsQuery query, Instant until) {
    Found found = end;
    for (int check = 0; check < CHECKS_MAX; check++) {
      Duration left = Duration.between(clock.instant(), until);
      if (!left.isPositive()) {
        break;
      }
      pause.pause(left.compareTo(INTERVAL) < 0 ? left : INTERVAL);
      if (log.grewBeyond(identity, found.cursor())) {
        found = readEvents.read(identity, found.cursor(), query.types(), query.limit());
        if (found.worthTelling()) {
          break;
        }
      }
    }
    return found;
  }
}
