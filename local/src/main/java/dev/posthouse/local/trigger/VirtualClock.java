package dev.posthouse.local.trigger;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/// A clock that ticks with real time from where it is set, and can be stopped and put forward.
///
/// It never goes back. Any number of threads may read it.
public final class VirtualClock implements InstantSource {
  private sealed interface State {
    Instant read(long nanos);
  }

  private record Ticking(Instant from, long fromNanos) implements State {
    @Override
    public Instant read(long nanos) {
      return from.plusNanos(nanos - fromNanos);
    }
  }

  private record Stopped(Instant at) implements State {
    @Override
    public Instant read(long nanos) {
      return at;
    }
  }

  private final LongSupplier nanos;
  private volatile State state;

  /// A clock that ticks from `start` on.
  public VirtualClock(Instant start) {
    this(start, System::nanoTime);
  }

  VirtualClock(Instant start, LongSupplier nanos) {
    this.nanos = nanos;
    this.state = new Ticking(start, nanos.getAsLong());
  }

  @Override
  public Instant instant() {
    return requireNonNull(state).read(nanos.getAsLong());
  }

  /// Lets time stand still.
  ///
  /// @return the time it stands at
  synchronized Instant stop() {
    Instant now = instant();
    state = new Stopped(now);
    return now;
  }

  /// Whether it is stopped.
  boolean stands() {
    return state instanceof Stopped;
  }

  /// Puts a stopped clock forward; a time already past leaves it where it is.
  synchronized void put(Instant to) {
    if (!(state instanceof Stopped(var at))) {
      throw new IllegalStateException("the clock ticks");
    }
    if (to.isAfter(at)) {
      state = new Stopped(to);
    }
  }

  /// Lets time go on.
  synchronized void go() {
    state = new Ticking(instant(), nanos.getAsLong());
  }

  /// How long until `when`, zero if it is past.
  Duration until(Instant when) {
    Duration left = Duration.between(instant(), when);
    return left.isNegative() ? Duration.ZERO : left;
  }
}
