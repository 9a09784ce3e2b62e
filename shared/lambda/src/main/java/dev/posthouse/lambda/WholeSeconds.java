package dev.posthouse.lambda;

import java.time.Duration;

/// Durations as HTTP headers count them.
final class WholeSeconds {
  private WholeSeconds() {}

  /// Rounded up, so that who waits that long is not early; zero for a time that has passed.
  static long up(Duration time) {
    if (time.isNegative()) {
      return 0;
    }
    return time.toSeconds() + (time.toNanosPart() > 0 ? 1 : 0);
  }
}
