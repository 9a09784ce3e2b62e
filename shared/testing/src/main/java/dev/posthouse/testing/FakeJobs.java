package dev.posthouse.testing;

import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.outbound.DayMishap;
import dev.posthouse.domain.outbound.DayUnit;
import dev.posthouse.domain.outbound.DripStep;
import dev.posthouse.domain.outbound.JobId;
import dev.posthouse.domain.outbound.Jobs;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.pool.DaySheet;
import dev.posthouse.domain.pool.Drip;
import dev.posthouse.domain.pool.Roster;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The [Jobs] in memory.
public final class FakeJobs implements Jobs {
  private final FakeStore store;

  public FakeJobs(FakeStore store) {
    this.store = store;
  }

  @Override
  public Optional<OutboundJob> find(JobId id) {
    synchronized (store) {
      return Optional.ofNullable(store.jobs.get(id));
    }
  }

  @Override
  public Map<JobId, OutboundJob> findAll(Collection<JobId> ids) {
    var found = new HashMap<JobId, OutboundJob>();
    for (JobId id : ids) {
      find(id).ifPresent(job -> found.put(id, job));
    }
    return found;
  }

  @Override
  public StepResult update(OutboundJob before, OutboundJob after, Optional<DayMishap> mishap) {
    synchronized (store) {
      if (stale(before)) {
        return new StepResult.Stale(find(before.id()));
      }
      after
          .settled(before)
          .filter(entry -> !FakePurses.apply(store, entry))
          .ifPresent(entry -> {
            throw new IllegalStateException("nothing is reserved for job " + after.id());
          });
      Instant now = after.progress().updatedAt();
      if (after.unit().isEmpty()) {
        before.unit().ifPresent(unit -> giveBack(before, unit, now));
      }
      mishap.ifPresent(one -> store.count(before.envelope().identity(), one));
      return write(after);
    }
  }

  @Override
  public StepResult move(OutboundJob before, OutboundJob after, Roster roster, DripStep drip) {
    synchronized (store) {
      if (stale(before)) {
        return new StepResult.Stale(find(before.id()));
      }
      IdentityId identity = before.envelope().identity();
      Instant now = after.progress().updatedAt();
      DayUnit to = after.unit().orElseThrow();
      Optional<DayUnit> from = before.unit().filter(unit -> FakeSheets.open(unit, now));
      DaySheet sheet = store.sheets.sheet(identity, to.day());
      if (drip.changes() && !drip.before().equals(sheet.drip())) {
        return new StepResult.NoRoom();
      }
      Drip places = drip.changes() ? drip.after() : sheet.drip();
      if (from.equals(Optional.of(to))) {
        store.sheets.put(sheet.dripping(places), sheet.revision());
        return write(after);
      }
      boolean sameDay = from.map(DayUnit::day).equals(Optional.of(to.day()));
      DaySheet counted =
          (sameDay ? sheet.minusOne(from.orElseThrow().ordinal()) : sheet).plusOne(to.ordinal());
      if (!store.sheets.admits(roster, sheet, counted)) {
        return new StepResult.NoRoom();
      }
      store.sheets.put(counted.dripping(places), roster.revision());
      if (!sameDay) {
        from.ifPresent(unit -> giveBack(before, unit, now));
      }
      return write(after);
    }
  }

  private boolean stale(OutboundJob before) {
    OutboundJob current = store.jobs.get(before.id());
    return current == null || current.progress().version() != before.progress().version();
  }

  private void giveBack(OutboundJob job, DayUnit unit, Instant now) {
    store.sheets.giveBack(job.envelope().identity(), unit, now);
  }

  private StepResult write(OutboundJob job) {
    store.jobs.put(job.id(), job);
    return new StepResult.Done(job);
  }

  @Override
  public List<JobId> due(Instant until, int limit) {
    synchronized (store) {
      return store.jobs.values().stream()
          .filter(job -> job.progress().dueAt() != null)
          .filter(job -> !dueAt(job).isAfter(until))
          .sorted(Comparator.comparing(FakeJobs::dueAt))
          .limit(limit)
          .map(OutboundJob::id)
          .toList();
    }
  }

  private static Instant dueAt(OutboundJob job) {
    return Objects.requireNonNull(job.progress().dueAt());
  }

  @Override
  public List<JobId> open() {
    synchronized (store) {
      return store.jobs.values().stream()
          .filter(job -> !job.status().ended())
          .map(OutboundJob::id)
          .toList();
    }
  }
}
