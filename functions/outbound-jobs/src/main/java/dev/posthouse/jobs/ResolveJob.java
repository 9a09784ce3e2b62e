package dev.posthouse.jobs;

import dev.posthouse.domain.outbound.Evidence;
import dev.posthouse.domain.outbound.JobError;
import dev.posthouse.domain.outbound.JobStatus;
import dev.posthouse.domain.outbound.Jobs;
import dev.posthouse.domain.outbound.OutboundJob;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Ends an uncertain job by the word of an operator who knows what became of it.
final class ResolveJob {
  private final Jobs jobs;
  private final InstantSource clock;

  ResolveJob(Jobs jobs, InstantSource clock) {
    this.jobs = jobs;
    this.clock = clock;
  }

  /// The job as it is afterwards; empty if it is not uncertain.
  Optional<OutboundJob> resolve(OutboundJob job, boolean sent) {
    if (job.status() != JobStatus.UNCERTAIN) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    OutboundJob after =
        sent
            ? job.withEvidence(
                    new Evidence(Evidence.Kind.SEND, "operator", now, Optional.empty()), now)
                .orElse(job)
            : job.failed(new JobError("not_sent", "The operator says it was not sent."), now);
    return jobs.update(job, after) instanceof Jobs.StepResult.Done(OutboundJob resolved)
        ? Optional.of(resolved)
        : Optional.empty();
  }
}
