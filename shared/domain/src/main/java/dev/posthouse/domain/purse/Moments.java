package dev.posthouse.domain.purse;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// When a tenant wrote to each of its recipients outside: the latest moments from its purse, those
/// before from the pages, each of which is read once and only when somebody asks. For one decision
/// of one thread.
public final class Moments {
  private final Purse purse;
  private final MomentPages pages;
  private final Map<Long, Optional<MomentPage>> read = new HashMap<>();

  public Moments(Purse purse, MomentPages pages) {
    this.purse = purse;
    this.pages = pages;
  }

  /// Whose they are.
  public Purse purse() {
    return purse;
  }

  /// Until when so many more at once have to wait; empty if they may be written to now.
  ///
  /// @param count at most `max`
  public Optional<Instant> blockedUntil(int count, int max, Duration window, Instant now) {
    // So many more push this one and all before it out of the last `max`.
    long last = purse.sends() + count - max - 1;
    return at(last)
        .map(moment -> moment.plus(window))
        .filter(free -> free.isAfter(purse.recent().notBefore(now)));
  }

  /// How many of them are in the window that ends now. Reads few pages, however many it holds:
  /// moments never decrease, so where the window begins is found by halves.
  public int count(Duration window, Instant now) {
    Instant start = purse.recent().notBefore(now).minus(window);
    long inside = purse.sends();
    long step = 1;
    while (isAfter(start, inside - step)) {
      inside -= step;
      step *= 2;
    }
    long outside = inside - step;
    while (inside - outside > 1) {
      long middle = outside + (inside - outside) / 2;
      if (isAfter(start, middle)) {
        inside = middle;
      } else {
        outside = middle;
      }
    }
    return Math.toIntExact(purse.sends() - inside);
  }

  private boolean isAfter(Instant start, long recipient) {
    return at(recipient).filter(start::isBefore).isPresent();
  }

  /// When that recipient was written to; empty if it does not count, or that is long ago.
  private Optional<Instant> at(long recipient) {
    if (recipient < purse.countedFrom()) {
      return Optional.empty();
    }
    long first = purse.sends() - purse.recent().times().size();
    return recipient >= first
        ? Optional.of(purse.recent().times().get(Math.toIntExact(recipient - first)))
        : read.computeIfAbsent(
                MomentPage.numberOf(recipient), number -> pages.find(purse.tenant(), number))
            .flatMap(page -> page.at(recipient));
  }
}
