package dev.posthouse.deliver;

import dev.posthouse.domain.outbound.JobId;
import dev.posthouse.domain.outbound.JobStatus;
import dev.posthouse.domain.outbound.Jobs;
import dev.posthouse.domain.outbound.OutboundJob;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;

/// Puts jobs that fell out of the stream before the sweep: those whose records failed for good, and
/// those a daily look at the whole table finds.
final class RescueJobs {
  /// A job this young is still the stream's.
  private static final Duration AGE_MIN = Duration.ofMinutes(5);

  private final Jobs jobs;
  private final InstantSource clock;

  RescueJobs(Jobs jobs, InstantSource clock) {
    this.jobs = jobs;
    this.clock = clock;
  }

  /// Rescues those of the given jobs that need it.
  ///
  /// @return how many did
  int rescue(Collection<JobId> ids) {
    Instant now = clock.instant();
    return (int)
        ids.stream()
            .distinct()
            .flatMap(id -> jobs.find(id).stream())
            .filter(job -> rescue(job, now))
            .count();
  }

  /// Rescues whatever has not ended and nobody looks after.
  ///
  /// @return how many jobs that were
  int rescueAll() {
    Instant now = clock.instant();
    return (int)
        jobs.open().stream()
            .flatMap(id -> jobs.find(id).stream())
            .filter(job -> job.progress().updatedAt().isBefore(now.minus(AGE_MIN)))
            .filter(job -> rescue(job, now))
            .count();
  }

  private boolean rescue(OutboundJob job, Instant now) {
    if (job.progress().dueAt() != null) {
      return false;
    }
    if (job.status().waiting()) {
      return jobs.update(job, job.due(now)) instanceof Jobs.StepResult.Done;
    }
    return job.status() == JobStatus.SENDING
        && jobs.update(job, job.watched(now)) instanceof Jobs.StepResult.Done;
  }
}
