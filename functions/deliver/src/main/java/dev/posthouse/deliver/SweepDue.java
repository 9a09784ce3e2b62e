package dev.posthouse.deliver;

import dev.posthouse.domain.outbound.JobId;
import dev.posthouse.domain.outbound.Jobs;
import dev.posthouse.lambda.Log;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
  /// @param timeLeft whether there is time for more; what is left over is taken up by the next
  ///   sweep
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
      advance(due);
      seen.addAll(due);
    }
    return seen.size();
  }

  private void advance(List<JobId> due) {
    var permits = new Semaphore(CONCURRENT_MAX);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (JobId id : due) {
        permits.acquireUninterruptibly();
        threads.execute(() -> {
          try {
            jobs.find(id).ifPresent(deliver::advance);
          } catch (RuntimeException e) {
            // One job's trouble must not hold up the others: the next sweep meets it again.
            log.with("job", id.value()).error("a due job could not be taken further", e);
          } finally {
            permits.release();
          }
        });
      }
    }
  }
}
