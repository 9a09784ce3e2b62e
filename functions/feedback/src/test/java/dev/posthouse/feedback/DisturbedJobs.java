package dev.posthouse.feedback;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.outbound.DayMishap;
import dev.posthouse.domain.outbound.DripStep;
import dev.posthouse.domain.outbound.JobId;
import dev.posthouse.domain.outbound.Jobs;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.testing.FakeStore;
import dev.posthouse.testing.Ports;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Jobs that others write too.
final class DisturbedJobs implements Jobs {
  final Ports ports = new FakeStore().ports();
  private Runnable beforeUpdate = () -> {};
  private boolean refusing;

  /// Happens once, before the next update.
  void beforeUpdate(Runnable event) {
    beforeUpdate = event;
  }

  /// From now on somebody else is always faster.
  void refuseUpdates() {
    refusing = true;
  }

  boolean suppressed(String address, Roster roster) {
    return ports
        .recipients()
        .find(roster.tenant(), roster.identity(), EmailAddress.parse(address))
        .suppression()
        .isPresent();
  }

  @Override
  public StepResult update(OutboundJob before, OutboundJob after, Optional<DayMishap> mishap) {
    Runnable event = beforeUpdate;
    beforeUpdate = () -> {};
    event.run();
    return refusing
        ? new StepResult.Stale(ports.jobs().find(before.id()))
        : ports.jobs().update(before, after, mishap);
  }

  @Override
  public Optional<OutboundJob> find(JobId id) {
    return ports.jobs().find(id);
  }

  @Override
  public Map<JobId, OutboundJob> findAll(Collection<JobId> ids) {
    return ports.jobs().findAll(ids);
  }

  @Override
  public StepResult move(OutboundJob before, OutboundJob after, Roster roster, DripStep drip) {
    return ports.jobs().move(before, after, roster, drip);
  }

  @Override
  public List<JobId> due(Instant until, int limit) {
    return ports.jobs().due(until, limit);
  }

  @Override
  public List<JobId> open() {
    return ports.jobs().open();
  }
}
