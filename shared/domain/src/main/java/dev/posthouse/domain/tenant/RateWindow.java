package dev.posthouse.domain.tenant;

import dev.posthouse.domain.tenant.RateLimits.Taking;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
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
    // Another one pushes this one and all before it out of the last `max`.
    int last = times.size() - max;
    if (last < 0) {
      return Optional.empty();
    }
    Instant free = times.get(last).plus(window);
    return free.isAfter(notBefore(now)) ? Optional.of(new Taking.Full(free)) : Optional.empty();
  }

  /// This window with another one, and only as many as the limit looks at.
  public RateWindow with(int max, Instant now) {
    return with(1, max, now);
  }

  /// This window with so many more at once, and only as many as the limit looks at.
  public RateWindow with(int count, int max, Instant now) {
    var next = new ArrayList<>(times);
    next.addAll(Collections.nCopies(count, notBefore(now)));
    return new RateWindow(next.subList(Math.max(0, next.size() - max), next.size()));
  }

  /// The moment it is here: clocks of two machines differ a little, and time does not go back.
  public Instant notBefore(Instant now) {
    return times.isEmpty() || now.isAfter(times.getLast()) ? now : times.getLast();
  }
}
