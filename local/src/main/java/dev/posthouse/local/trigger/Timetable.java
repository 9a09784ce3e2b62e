package dev.posthouse.local.trigger;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/// Runs what is due, by the virtual clock: as time passes, or all at once when time is put forward.
public final class Timetable implements AutoCloseable {
  /// How long, in real time, everything that a step set off may take before the next step.
  static final Duration STEP_MAX = Duration.ofSeconds(60);

  /// Something that keeps its own list of what is due.
  public interface Source {
    /// When the first of it is due, empty if nothing is.
    Optional<Instant> nextDueAt();

    /// Runs what is due by `now`, in order.
    void runDue(Instant now);
  }

  /// What must be read before one can say that nothing is going on.
  @FunctionalInterface
  public interface Intake {
    /// Starts work for all that has come in.
    ///
    /// @return how much that was
    int drain();
  }

  private record Entry(Instant at, long number, Runnable task) {}

  // The longest wait for a source that cannot say when it has got something new.
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

  private final VirtualClock clock;
  private final Work work;
  private final PrintStream log;
  private final List<Source> sources = new CopyOnWriteArrayList<>();
  private final List<Intake> intakes = new CopyOnWriteArrayList<>();
  private final PriorityBlockingQueue<Entry> entries =
      new PriorityBlockingQueue<>(
          64, Comparator.comparing(Entry::at).thenComparingLong(Entry::number));
  private final AtomicLong numbers = new AtomicLong();
  private final Semaphore wakeUps = new Semaphore(0);
  private final ReentrantLock turn = new ReentrantLock(true);
  private volatile boolean closed;

  /// @param log where is told what a source throws
  public Timetable(VirtualClock clock, Work work, PrintStream log) {
    this.clock = clock;
    this.work = work;
    this.log = log;
  }

  /// Adds a source.
  public void add(Source source) {
    sources.add(source);
  }

  /// Adds something to be read before time goes on.
  public void add(Intake intake) {
    intakes.add(intake);
  }

  /// Runs `task` once, in the background, when it is `at`; at once if that is past.
  public void at(Instant at, Runnable task) {
    entries.add(new Entry(at, numbers.incrementAndGet(), task));
    wake();
  }

  /// Says that something may have become due.
  public void wake() {
    if (wakeUps.availablePermits() == 0) {
      wakeUps.release();
    }
  }

  /// Begins to run what becomes due as time passes.
  public void start() {
    Thread.ofVirtual().name("timetable").start(this::live);
  }

  private void live() {
    try {
      while (!closed) {
        Duration wait;
        turn.lock();
        try {
          wait = closed ? LOOK_AGAIN : step();
        } finally {
          turn.unlock();
        }
        Duration bounded = wait.compareTo(LOOK_AGAIN) < 0 ? wait : LOOK_AGAIN;
        if (wakeUps.tryAcquire(bounded.toNanos(), TimeUnit.NANOSECONDS)) {
          wakeUps.drainPermits();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Does what there is to do now, and says how long until there is more.
  private Duration step() {
    try {
      intakes.forEach(Intake::drain);
      runDue(clock.instant());
      return nextDueAt().map(clock::until).orElse(LOOK_AGAIN);
    } catch (RuntimeException e) {
      // Whatever one source throws must not end the time of all others.
      log.println("timetable: " + e);
      return LOOK_AGAIN;
    }
  }

  /// Puts the clock forward step by step: to each time at which something is due, runs that, and
  /// waits until all it set off has ended; then lets the clock tick on.
  ///
  /// @return false if something had not ended within a minute of real time and was left behind
  public boolean advance(Duration by) throws InterruptedException {
    turn.lockInterruptibly();
    try {
      Instant target = clock.stop().plus(by);
      boolean quiet = settle();
      Optional<Instant> next = nextDueAt();
      while (next.isPresent() && !next.get().isAfter(target)) {
        clock.put(next.get());
        quiet &= settle();
        next = nextDueAt();
      }
      clock.put(target);
      return settle() && quiet;
    } finally {
      clock.go();
      turn.unlock();
    }
  }

  /// Runs what is due now, and waits until nothing more comes of it.
  private boolean settle() throws InterruptedException {
    long end = System.nanoTime() + STEP_MAX.toNanos();
    long before;
    int read;
    do {
      before = work.started();
      read = intakes.stream().mapToInt(Intake::drain).sum();
      runDue(clock.instant());
      Duration left = Duration.ofNanos(end - System.nanoTime());
      if (left.isNegative() || !work.awaitIdle(left)) {
        return false;
      }
    } while (read > 0 || work.started() != before);
    return true;
  }

  private Optional<Instant> nextDueAt() {
    Entry first = entries.peek();
    Stream<Instant> own = Optional.ofNullable(first).map(Entry::at).stream();
    return Stream.concat(own, sources.stream().flatMap(source -> source.nextDueAt().stream()))
        .min(Comparator.naturalOrder());
  }

  private void runDue(Instant now) {
    for (Entry entry = entries.peek();
        entry != null && !entry.at().isAfter(now);
        entry = entries.peek()) {
      // Only this method takes entries away, one thread at a time; another may have come before.
      Entry due = entries.poll();
      if (due != null) {
        work.start(due.task());
      }
    }
    for (Source source : sources) {
      if (source.nextDueAt().filter(at -> !at.isAfter(now)).isPresent()) {
        source.runDue(now);
      }
    }
  }

  /// Starts nothing any more; what is being started when it is called, has been when it returns.
  @Override
  public void close() {
    closed = true;
    turn.lock();
    try {
      wakeUps.release();
    } finally {
      turn.unlock();
    }
  }
}
