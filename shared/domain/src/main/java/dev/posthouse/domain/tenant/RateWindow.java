package dev.posthouse.domain.tenant;

import dev.posthouse.domain.tenant.RateLimits.Taking;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// When the last few things of a bucket happened: all that a rolling limit needs to know.
///
/// @param times oldest first
public record RateWindow(List<Instant> times) {
  /// Nothing has happened yet.
  public static final RateWindow EMPTY = new RateWindow(List.of());

  public RateWindow {
    times = List.copyOf(times);
  }

  /// Until when another one has to wait; empty if it may happen now.
  public Optional<Taking.Full> full(int max, Duration window, Instant now) {
    if (times.size() < max) {
      return Optional.empty();
    }
    Instant free = times.get(times.size() - max).plus(window);
    return free.isAfter(at(now)) ? Optional.of(new Taking.Full(free)) : Optional.empty();
  }

  /// This window with another one, and only as many as the limit looks at.
  public RateWindow with(int max, Instant now) {
    var next = new ArrayList<>(times);
    next.add(at(now));
    return new RateWindow(next.subList(Math.max(0, next.size() - max), next.size()));
  }

  /// Clocks of two machines differ a little; time does not go back here.
  private Instant at(Instant now) {
    return times.isEmpty() || now.isAfter(times.getLast()) ? now : times.getLast();
  }
}
