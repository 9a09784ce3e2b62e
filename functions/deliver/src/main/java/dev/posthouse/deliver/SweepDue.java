package dev.posthouse.deliver;

import dev.posthouse.domain.outbound.JobId;
import dev.posthouse.domain.outbound.Jobs;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.lambda.Log;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/// Looks after the jobs whose moment has come: scheduled ones, deferred ones, and those whose
/// outcome is open.
final class SweepDue {
  private static final int PAGE = 200;
  private static final int CONCURRENT_MAX = 20;

  private final Jobs jobs;
  private final DeliverJob deliver;
  private final InstantSource clock;
  private final Log log;

  SweepDue(Jobs jobs, DeliverJob deliver, InstantSource clock, Log log) {
    this.jobs = jobs;
    this.deliver = deliver;
    this.clock = clock;
    this.log = log;
  }

  /// Takes each due job one step further, the longest overdue first.
  ///
  /// @param timeLeft whether there is time to begin another job; what is left over is taken up by
  ///   the next sweep
  /// @return how many jobs were looked at
  int sweep(BooleanSupplier timeLeft) {
    Set<JobId> seen = new HashSet<>();
    while (timeLeft.getAsBoolean()) {
      List<JobId> due =
          jobs.due(clock.instant(), PAGE + seen.size()).stream()
              .filter(id -> !seen.contains(id))
              .toList();
      if (due.isEmpty()) {
        break;
      }
      seen.addAll(advance(due, timeLeft));
    }
    return seen.size();
  }

  /// Gives those that were begun.
  private Set<JobId> advance(List<JobId> due, BooleanSupplier timeLeft) {
    var permits = new Semaphore(CONCURRENT_MAX);
    Map<JobId, Future<?>> steps = new LinkedHashMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (JobId id : due) {
        permits.acquireUninterruptibly();
        if (!timeLeft.getAsBoolean()) {
          break;
        }
        steps.put(id, threads.submit(() -> advance(id, permits)));
      }
    }
    for (Future<?> step : steps.values()) {
      if (step.state() == Future.State.FAILED && step.exceptionNow() instanceof Error broken) {
        throw broken;
      }
    }
    return steps.keySet();
  }

  private void advance(JobId id, Semaphore permits) {
    Log about = log.with("job", id.value());
    try {
      Optional<OutboundJob> job = jobs.find(id);
      if (job.isPresent()) {
        about = about.identity(job.get().envelope().handle().value());
        deliver.advance(job.get());
      }
    } catch (RuntimeException e) {
      // One job's trouble must not hold up the others: the next sweep meets it again.
      about.error("a due job could not be taken further", e);
    } finally {
      permits.release();
    }
  }
}
