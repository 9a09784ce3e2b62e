package dev.posthouse.jobs;

import dev.posthouse.domain.outbound.Jobs;
import dev.posthouse.domain.outbound.OutboundJob;
import java.time.InstantSource;
import java.util.Optional;

/// Takes a job back while nobody has begun to send it.
final class CancelJob {
  private static final int ATTEMPTS_MAX = 5;

  private final Jobs jobs;
  private final InstantSource clock;

  CancelJob(Jobs jobs, InstantSource clock) {
    this.jobs = jobs;
    this.clock = clock;
  }

  /// The job as it is afterwards: cancelled, or what it had become before. Cancelling twice is the
  /// same as once.
  OutboundJob cancel(OutboundJob seen) {
    OutboundJob job = seen;
    for (int i = 0; i < ATTEMPTS_MAX && job.status().waiting(); i++) {
      switch (jobs.update(job, job.cancelled(clock.instant()))) {
        case Jobs.StepResult.Done(OutboundJob cancelled) -> {
          return cancelled;
        }
        case Jobs.StepResult.Stale(Optional<OutboundJob> current) -> job = current.orElse(job);
        case Jobs.StepResult.NoRoom() -> {
          // Giving back needs no room.
        }
      }
    }
    return job;
  }
}
