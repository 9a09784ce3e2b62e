package dev.posthouse.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.outbound.JobError;
import dev.posthouse.domain.outbound.Jobs.StepResult;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.pool.Roster;

/// What the contracts of jobs have in common.
public interface JobStepContract extends StoreContract {
  /// Why a job fails here.
  JobError REFUSED = new JobError("MessageRejected", "SES refused the message.");

  /// The job, once the outbox has taken it, on the newest roster of its identity.
  default OutboundJob taken(OutboundJob job) {
    Roster roster = ports().identities().roster(job.envelope().identity()).orElseThrow();
    assertThat(ports().outbox().commit(Fixtures.followups(roster, job))).isTrue();
    return job;
  }

  /// The job after the step, once that is written.
  default OutboundJob done(OutboundJob before, OutboundJob after) {
    assertThat(ports().jobs().update(before, after)).isEqualTo(new StepResult.Done(after));
    return after;
  }
}
