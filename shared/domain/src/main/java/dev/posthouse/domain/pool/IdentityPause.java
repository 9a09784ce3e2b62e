package dev.posthouse.domain.pool;

import dev.posthouse.domain.identity.IdentityState;
import java.time.LocalDate;
import java.util.Collection;

/// Stops a whole identity before SES would: at 4 % hard bounces or 0.08 % complaints of at least
/// 200 sends in two weeks. SES reviews an account at 5 % and 0.1 %.
///
/// It stops as well while SES takes no mail from it: what would be refused waits.
///
/// It goes on by itself once both rates are down to half of that, or the two weeks hold too little
/// to tell.
final class IdentityPause {
  private static final int SENDS_MIN = 200;
  private static final int PER = 10_000;
  private static final int BOUNCES_PER = 400;
  private static final int COMPLAINTS_PER = 8;

  /// One complaint of a few hundred sends is no rate.
  private static final int COMPLAINTS_MIN = 2;

  private IdentityPause() {}

  /// @param stopped whether SES takes no mail from the identity
  static IdentityState of(
      IdentityState state, boolean stopped, Collection<Signs> pool, LocalDate today) {
    DayOutcomes sum = DayOutcomes.NONE;
    for (Signs signs : pool) {
      sum = sum.plus(signs.track().sum(today, Track.DAYS));
    }
    return switch (state) {
      case ACTIVE -> stopped || over(sum, 1) ? IdentityState.REPAIRING : state;
      case REPAIRING -> stopped || over(sum, 2) ? state : IdentityState.ACTIVE;
      case PROVISIONING, PAUSED, SUSPENDED, DELETED -> state;
    };
  }

  /// @param times how many times below the lines it counts already
  private static boolean over(DayOutcomes sum, int times) {
    if (sum.sent() < SENDS_MIN) {
      return false;
    }
    long bounces = (long) sum.hardBounces() * PER * times;
    long complaints = (long) sum.complaints() * PER * times;
    return bounces >= (long) BOUNCES_PER * sum.sent()
        || (sum.complaints() >= COMPLAINTS_MIN && complaints >= (long) COMPLAINTS_PER * sum.sent());
  }
}
