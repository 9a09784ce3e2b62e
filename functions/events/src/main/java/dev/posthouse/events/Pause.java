package dev.posthouse.events;

import java.time.Duration;

/// Lets time pass.
@FunctionalInterface
interface Pause {
  void pause(Duration time);

  /// A pause of this thread.
  static void sleep(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for events", e);
    }
  }
}
