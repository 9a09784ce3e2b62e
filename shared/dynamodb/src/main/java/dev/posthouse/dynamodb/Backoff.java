package dev.posthouse.dynamodb;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// Waits before another attempt: a random time up to a bound that doubles ("full jitter"), so that
/// those who collided do not collide again.
///
/// Source: AWS Architecture Blog, "Exponential Backoff And Jitter".
public final class Backoff {
  private static final Duration BASE = Duration.ofMillis(10);
  private static final Duration CAP = Duration.ofMillis(400);

  private final RandomGenerator random;

  public Backoff(RandomGenerator random) {
    this.random = random;
  }

  /// Waits before the attempt after that one.
  ///
  /// @param attempt how many attempts were made, from 1
  public void pause(int attempt) {
    long bound = Math.min(CAP.toMillis(), BASE.toMillis() << Math.min(attempt - 1, 10));
    try {
      Thread.sleep(random.nextLong(bound + 1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for another attempt", e);
    }
  }
}
