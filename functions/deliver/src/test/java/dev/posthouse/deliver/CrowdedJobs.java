package dev.posthouse.deliver;

import dev.posthouse.domain.outbound.DayMishap;
import dev.posthouse.domain.outbound.DripStep;
import dev.posthouse.domain.outbound.JobId;
import dev.posthouse.domain.outbound.Jobs;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.pool.Roster;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Jobs among many others: moves find no room, something happens right before them, or an update
/// crashes.
final class CrowdedJobs implements Jobs {
  private Jobs target = this;
  private int refusals;
  private int crashAt;
  private Runnable beforeMove = () -> {};

  Jobs over(Jobs jobs) {
    target = jobs;
    return this;
  }

  /// The next moves find no room.
  void refuse(int moves) {
    refusals = moves;
  }

  /// Crashes at the update of that number from now, from 1.
  void crashAtUpdate(int number) {
    crashAt = number;
  }

  /// Happens once, before the next move.
  void beforeMove(Runnable event) {
    beforeMove = event;
  }

  @Override
  public StepResult move(OutboundJob before, OutboundJob after, Roster roster, DripStep drip) {
    Runnable event = beforeMove;
    beforeMove = () -> {};
    event.run();
    return refusals-- > 0 ? new StepResult.NoRoom() : target.move(before, after, roster, drip);
  }

  @Override
  public Optional<OutboundJob> find(JobId id) {
    return target.find(id);
  }

  @Override
  public Map<JobId, OutboundJob> findAll(Collection<JobId> ids) {
    return target.findAll(ids);
  }

  @Override
  public StepResult update(OutboundJob before, OutboundJob after, Optional<DayMishap> mishap) {
    if (crashAt > 0 && --crashAt == 0) {
      throw new IllegalStateException("crashed");
    }
    return target.update(before, after, mishap);
  }

  @Override
  public List<JobId> due(Instant until, int limit) {
    return target.due(until, limit);
  }

  @Override
  public List<JobId> open() {
    return target.open();
  }
}
