package dev.posthouse.domain.purse;

import dev.posthouse.domain.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// When a tenant wrote to some of its recipients outside, in their order: moments that a purse has
/// no place for any more. It never changes once it is written.
///
/// Recipients are numbered from 0 on, and page p is about those from p times [#SIZE] on. It holds
/// all of them, but for the first ones where counting began in its middle.
///
/// @param first number of the first recipient it is about
/// @param times oldest first, up to the last recipient of the page
public record MomentPage(TenantId tenant, long first, List<Instant> times) {
  /// Recipients of a page, and most moments in a purse: so many fit into one write unit.
  public static final int SIZE = 50;

  /// How long the last of its moments may matter to anybody: twice the longest window.
  private static final Duration KEPT = Quota.Window.DAY.length().multipliedBy(2);

  /// @throws IllegalArgumentException if it does not end where a page ends
  public MomentPage {
    times = List.copyOf(times);
    if (times.isEmpty() || first % SIZE + times.size() != SIZE) {
      throw new IllegalArgumentException("no page: " + times.size() + " moments from " + first);
    }
  }

  /// The page that is about that recipient.
  static long numberOf(long recipient) {
    return recipient / SIZE;
  }

  /// Which page it is.
  public long number() {
    return numberOf(first);
  }

  /// When that recipient of the page was written to; empty if it is before the first that counts.
  Optional<Instant> at(long recipient) {
    return recipient < first
        ? Optional.empty()
        : Optional.of(times.get(Math.toIntExact(recipient - first)));
  }

  /// When nobody asks for it any more.
  public Instant expiresAt() {
    return times.getLast().plus(KEPT);
  }
}
