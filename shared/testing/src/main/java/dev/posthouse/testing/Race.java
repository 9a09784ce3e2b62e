package dev.posthouse.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/// Runs the same thing many times at once.
public final class Race {
  private static final int SECONDS_MAX = 120;

  private Race() {}

  /// Starts one thread per runner, lets them go together, and gives their results in the order of
  /// their numbers.
  ///
  /// @param runner gets its number, from 0
  /// @throws AssertionError if a runner throws or takes too long
  public static <T> List<T> run(int threads, IntFunction<Callable<T>> runner) {
    var start = new CyclicBarrier(threads);
    try (var executor = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
      var running = new ArrayList<Future<T>>();
      for (int i = 0; i < threads; i++) {
        Callable<T> task = runner.apply(i);
        running.add(executor.submit(() -> startTogether(start, task)));
      }
      var results = new ArrayList<T>();
      for (Future<T> future : running) {
        results.add(future.get(SECONDS_MAX, TimeUnit.SECONDS));
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    } catch (ExecutionException e) {
      throw new AssertionError("a runner failed", e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("a runner took more than " + SECONDS_MAX + " s", e);
    }
  }

  private static <T> T startTogether(CyclicBarrier start, Callable<T> task) throws Exception {
    try {
      start.await(SECONDS_MAX, TimeUnit.SECONDS);
    } catch (BrokenBarrierException e) {
      throw new IllegalStateException("not all runners started", e);
    }
    return task.call();
  }
}
