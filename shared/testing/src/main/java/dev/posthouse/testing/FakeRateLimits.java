package dev.posthouse.testing;

import dev.posthouse.domain.tenant.RateLimits;
import dev.posthouse.domain.tenant.RateWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The [RateLimits] in memory.
public final class FakeRateLimits implements RateLimits {
  private final Map<String, RateWindow> windows = new HashMap<>();

  @Override
  public synchronized Taking take(String bucket, int max, Duration window, Instant now) {
    RateWindow before = windows.getOrDefault(bucket, RateWindow.EMPTY);
    Optional<Taking.Full> full = before.full(max, window, now);
    if (full.isPresent()) {
      return full.get();
    }
    windows.put(bucket, before.with(max, now));
    return new Taking.Taken();
  }
}
