package dev.posthouse.jobs;

import dev.posthouse.domain.StoreBusyException;
import dev.posthouse.domain.identity.RosterCache;
import dev.posthouse.domain.outbound.DayBook;
import dev.posthouse.domain.outbound.DripStep;
import dev.posthouse.domain.outbound.Jobs;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.outbound.Outbox;
import dev.posthouse.domain.pool.Roster;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Sends a waiting job at another time: it is counted on the day of that time, within its caps. A
/// cold one goes out at its turn from then on.
final class RescheduleJob {
  private static final int ATTEMPTS_MAX = 4;

  private final Jobs jobs;
  private final Outbox outbox;
  private final RosterCache rosters;
  private final InstantSource clock;

  RescheduleJob(Jobs jobs, Outbox outbox, RosterCache rosters, InstantSource clock) {
    this.jobs = jobs;
    this.outbox = outbox;
    this.rosters = rosters;
    this.clock = clock;
  }

  Outcome reschedule(OutboundJob seen, Instant sendAt) {
    OutboundJob job = seen;
    for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
      if (!job.status().waiting()) {
        return new Outcome.Gone(job);
      }
      Instant now = clock.instant();
      Instant dispatchAt = sendAt.isAfter(now) ? sendAt : now;
      Roster roster = rosters.refresh(job.envelope().identity()).orElseThrow();
      var book = new DayBook(outbox, roster, now, dispatchAt);
      DayBook.Turn turn = book.turn(job.acceptance().sendClass());
      if (turn.full().isPresent()) {
        return new Outcome.NoRoom();
      }
      DripStep place = book.place(turn.at(), job.acceptance().sendClass());
      boolean again = place.changes() && attempt < ATTEMPTS_MAX;
      OutboundJob moved = job.rescheduled(turn.at(), now);
      switch (jobs.move(job, moved, roster, place)) {
        case Jobs.StepResult.Done(OutboundJob after) -> {
          return new Outcome.Rescheduled(after);
        }
        case Jobs.StepResult.NoRoom() when again -> {
          // The place may have been taken a moment ago: look for another.
        }
        case Jobs.StepResult.NoRoom() -> {
          return new Outcome.NoRoom();
        }
        case Jobs.StepResult.Stale(Optional<OutboundJob> current) ->
            job = current.orElseThrow(() -> new StoreBusyException("the job is gone"));
      }
    }
    throw new StoreBusyException("other writes are in the way of job " + job.id());
  }

  /// What became of it.
  sealed interface Outcome {
    /// It is sent then.
    record Rescheduled(OutboundJob job) implements Outcome {}

    /// It no longer waits; this is it now.
    record Gone(OutboundJob job) implements Outcome {}

    /// That day has no room for it.
    record NoRoom() implements Outcome {}
  }
}
