package dev.posthouse.accounts;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/// Keeps an answer back until a time has passed that does not depend on what was done, so that how
/// long it takes tells nothing.
final class Floor {
  /// Several times what the longest way takes.
  static final Duration LEAST = Duration.ofMillis(1_500);

  private final InstantSource clock;
  private final Consumer<Duration> sleep;

  /// @param sleep waits so long
  Floor(InstantSource clock, Consumer<Duration> sleep) {
    this.clock = clock;
    this.sleep = sleep;
  }

  /// Waits until the time has passed since `from`.
  void hold(Instant from) {
    Duration left = LEAST.minus(Duration.between(from, clock.instant()));
    if (left.isPositive()) {
      sleep.accept(left.compareTo(LEAST) > 0 ? LEAST : left);
    }
  }

  /// Lets that time pass.
  static void sleep(Duration left) {
    try {
      Thread.sleep(left);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  Instant now() {
    return clock.instant();
  }
}
