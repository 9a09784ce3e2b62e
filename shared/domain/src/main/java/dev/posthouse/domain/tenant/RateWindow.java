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
    return blockedUntil(1, max, window, now).map(Taking.Full::new);
  }

  /// Until when so many more at once have to wait; empty if they may happen now.
  ///
  /// @param count at most `max`
  public Optional<Instant> blockedUntil(int count, int max, Duration window, Instant now) {
    // So many more push this one and all before it out of the last `max`.
    int last = times.size() - max + count - 1;
    if (last < 0) {
      return Optional.empty();
    }
    Instant free = times.get(last).plus(window);
    return free.isAfter(at(now)) ? Optional.of(free) : Optional.empty();
  }

  /// How many of them are in the window that ends now.
  public int count(Duration window, Instant now) {
    Instant start = at(now).minus(window);
    return Math.toIntExact(times.stream().filter(time -> time.isAfter(start)).count());
  }

  /// This window with another one, and only as many as the limit looks at.
  public RateWindow with(int max, Instant now) {
    return with(1, max, now);
  }

  /// This window with so many more at once, and only as many as the limit looks at.
  public RateWindow with(int count, int max, Instant now) {
    var next = new ArrayList<>(times);
    next.addAll(Collections.nCopies(count, at(now)));
    return new RateWindow(next.subList(Math.max(0, next.size() - max), next.size()));
  }

  /// Clocks of two machines differ a little; time does not go back here.
  private Instant at(Instant now) {
    return times.isEmpty() || now.isAfter(times.getLast()) ? now : times.getLast();
  }
}
