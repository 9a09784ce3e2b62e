package dev.posthouse.local.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// What one side took over all its turns.
final class Samples {
  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private static final double NANOS_PER_MILLI = 1e6;
  private static final double NANOS_PER_SECOND = 1e9;

  private final List<long[]> calls = new ArrayList<>();
  private long wallNanos;
  private long cpuNanos;

  /// One turn: so many calls, shared by so many threads.
  void take(int threads, int count, Runnable call) {
    long cpu = PROCESS.getProcessCpuTime();
    long wall = System.nanoTime();
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      var parts = new ArrayList<Future<long[]>>();
      for (int i = 0; i < threads; i++) {
        int part = count / threads + (i < count % threads ? 1 : 0);
        parts.add(pool.submit(() -> timed(part, call)));
      }
      for (Future<long[]> part : parts) {
        calls.add(part.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a call failed", e.getCause());
    }
    wallNanos += System.nanoTime() - wall;
    cpuNanos += PROCESS.getProcessCpuTime() - cpu;
  }

  private static long[] timed(int count, Runnable call) {
    var nanos = new long[count];
    for (int i = 0; i < count; i++) {
      long start = System.nanoTime();
      call.run();
      nanos[i] = System.nanoTime() - start;
    }
    return nanos;
  }

  /// The time that this share of the calls took at most, in milliseconds.
  double millis(double share) {
    long[] sorted = calls.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    int rank = (int) Math.ceil(share * sorted.length);
    return sorted[Math.max(0, rank - 1)] / NANOS_PER_MILLI;
  }

  double perSecond() {
    return count() / (wallNanos / NANOS_PER_SECOND);
  }

  double cpuMillis() {
    return cpuNanos / NANOS_PER_MILLI / count();
  }

  private long count() {
    return calls.stream().mapToLong(part -> part.length).sum();
  }
}
