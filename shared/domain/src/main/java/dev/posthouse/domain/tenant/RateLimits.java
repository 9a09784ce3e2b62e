package dev.posthouse.domain.tenant;

import java.time.Duration;
import java.time.Instant;

/// Limits on how often something happens in a rolling window, exact under any concurrency.
public interface RateLimits {
  /// Counts one more in that bucket, if the window has room for it.
  ///
  /// @param bucket names what is counted
  /// @param max most in any window of that length, at least 1; the same for every call of a bucket
  Taking take(String bucket, int max, Duration window, Instant now);

  /// What became of an attempt to count one more.
  sealed interface Taking {
    /// It is counted.
    record Taken() implements Taking {}

    /// It is not: as many as may have happened.
    ///
    /// @param until when there is room again
    record Full(Instant until) implements Taking {}
  }
}
