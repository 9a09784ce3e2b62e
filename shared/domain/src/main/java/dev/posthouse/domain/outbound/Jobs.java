package dev.posthouse.domain.outbound;

import dev.posthouse.domain.pool.Roster;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Outbound jobs after their acceptance: read, and moved from step to step.
public interface Jobs {
  /// The job as of now (strongly consistent).
  Optional<OutboundJob> find(JobId id);

  /// Those of the jobs that exist, perhaps a moment old.
  Map<JobId, OutboundJob> findAll(Collection<JobId> ids);

  /// Writes a step if the job is still at the version it was taken from.
  ///
  /// Where the step gives up the job's unit, the day sheet gets it back in the same transaction, as
  /// long as that day is not over at [Progress#updatedAt]. Nobody counts on a day that is over.
  /// Where it captures or releases the job's credits, the purse and its ledger say so in the same
  /// transaction ([OutboundJob#settled]).
  ///
  /// @throws IllegalStateException if the purse holds nothing for the job
  default StepResult update(OutboundJob before, OutboundJob after) {
    return update(before, after, Optional.empty());
  }

  /// As [#update(OutboundJob, OutboundJob)]; what happened to the sender's mailbox is counted in
  /// the same transaction, so that it counts once however often it is told.
  StepResult update(OutboundJob before, OutboundJob after, Optional<DayMishap> mishap);

  /// Writes a step that counts the job elsewhere ([OutboundJob#moved]): the old unit is given back,
  /// the new one taken, all in one transaction and only within the caps of the roster, which must
  /// be the newest.
  ///
  /// @param drip the place it takes among the cold messages of its new day, if it is one
  StepResult move(OutboundJob before, OutboundJob after, Roster roster, DripStep drip);

  /// Moves a message that keeps no distance.
  default StepResult move(OutboundJob before, OutboundJob after, Roster roster) {
    return move(before, after, roster, DripStep.NONE);
  }

  /// Ids of jobs the sweep must look at by that moment, the longest overdue first.
  List<JobId> due(Instant until, int limit);

  /// Ids of all jobs that have not ended, whether or not the sweep knows of them: reads the whole
  /// table, for the daily scan.
  List<JobId> open();

  /// What became of a step.
  sealed interface StepResult {
    /// The job is the one after the step.
    record Done(OutboundJob job) implements StepResult {}

    /// The job has gone another way since; this is it now. Empty if it is gone.
    record Stale(Optional<OutboundJob> current) implements StepResult {}

    /// The day has no room there, the roster is not the newest, or the place was just taken.
    record NoRoom() implements StepResult {}
  }
}
