package dev.posthouse.domain.outbound;

import dev.posthouse.domain.StoreBusyException;
import dev.posthouse.domain.pool.Mishap;
import java.time.InstantSource;
import java.util.Optional;

/// Records on a job what is told of it.
///
/// Evidence may come twice, late and in any order: each says something of its own, and what weighs
/// more stays.
public final class ApplyEvidence {
  private static final int ATTEMPTS_MAX = 8;

  private final Jobs jobs;
  private final JudgeConduct judgeConduct;
  private final InstantSource clock;

  /// @param judgeConduct is asked about the tenant once its mail came back or was complained about
  public ApplyEvidence(Jobs jobs, JudgeConduct judgeConduct, InstantSource clock) {
    this.jobs = jobs;
    this.judgeConduct = judgeConduct;
    this.clock = clock;
  }

  /// Applies the evidence to the job, as it was seen or as it is by now.
  ///
  /// @return the job after it; empty if the evidence told nothing new, or the job is gone
  /// @throws StoreBusyException if others are in the way for too long
  public Optional<OutboundJob> apply(OutboundJob seen, Evidence evidence) {
    Optional<OutboundJob> after = record(seen, evidence);
    if (evidence.mishap().filter(ApplyEvidence::tellsOfTheTenant).isPresent()) {
      // Also if it is no news: whoever recorded it may have come no further.
      judgeConduct.judge(seen);
    }
    return after;
  }

  private static boolean tellsOfTheTenant(Mishap mishap) {
    return mishap == Mishap.HARD_BOUNCE || mishap == Mishap.COMPLAINT;
  }

  private Optional<OutboundJob> record(OutboundJob seen, Evidence evidence) {
    OutboundJob job = seen;
    for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
      Optional<OutboundJob> after = job.withEvidence(evidence, clock.instant());
      if (after.isEmpty()) {
        return Optional.empty();
      }
      switch (jobs.update(job, after.get(), job.mishap(evidence, clock.instant()))) {
        case Jobs.StepResult.Done(OutboundJob done) -> {
          return Optional.of(done);
        }
        case Jobs.StepResult.Stale(Optional<OutboundJob> current) -> {
          if (current.isEmpty()) {
            return Optional.empty();
          }
          job = current.get();
        }
        case Jobs.StepResult.NoRoom() -> throw new IllegalStateException("evidence needs no room");
      }
    }
    throw new StoreBusyException("other writes are in the way of job " + job.id());
  }
}
