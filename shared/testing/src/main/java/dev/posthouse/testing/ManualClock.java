package dev.posthouse.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/// A clock that stands still until it is moved. It begins at [Fixtures#NOW].
public final class ManualClock implements InstantSource {
  private final AtomicReference<Instant> now = new AtomicReference<>(Fixtures.NOW);

  @Override
  public Instant instant() {
    return now.get();
  }

  /// Lets that much time pass.
  public void advance(Duration duration) {
    now.updateAndGet(instant -> instant.plus(duration));
  }

  /// Goes to that moment, back too.
  public void set(Instant instant) {
    now.set(instant);
  }
}
