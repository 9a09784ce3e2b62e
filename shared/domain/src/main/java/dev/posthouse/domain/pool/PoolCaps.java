package dev.posthouse.domain.pool;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What each mailbox of a pool may send a day: what its warmup gives, within what its domain may
/// send. The identity's own cap stands above both, on the day sheet.
///
/// A domain's cap is shared out beforehand, so it holds without a counter of its own: the caps of
/// its mailboxes never add up to more.
public final class PoolCaps {
  /// Most a restricted mailbox sends a day.
  static final int RESTRICTED_CAP = 4;

  /// A young domain's cap by its day, up to and with that day. After the last it has none: source
  /// of the figures is AgentMail's published ramp for new domains, at its lower end for the first
  /// days.
  private static final int[][] DOMAIN_RAMP = {
    {3, 20}, {7, 100}, {14, 500}, {21, 1_000}, {30, 5_000}
  };

  private PoolCaps() {}

  /// The pool with the caps that go with what its mailboxes have earned.
  ///
  /// @param mailboxDailyMax most a warm mailbox sends a day
  static List<Mailbox> of(List<Mailbox> mailboxes, int mailboxDailyMax) {
    Map<String, Integer> sums = new HashMap<>();
    Map<String, EarnedDays> ages = new HashMap<>();
    var capped = new ArrayList<Mailbox>();
    for (Mailbox mailbox : mailboxes) {
      Mailbox own = mailbox.withCap(own(mailbox, mailboxDailyMax));
      capped.add(own);
      String domain = mailbox.address().domain();
      ages.merge(domain, mailbox.course().earned(), PoolCaps::later);
      if (shares(own)) {
        sums.merge(domain, own.dailyCap(), Integer::sum);
      }
    }
    return capped.stream()
        .map(mailbox -> {
          String domain = mailbox.address().domain();
          int sum = sums.getOrDefault(domain, 0);
          int most = domainCap(ages.getOrDefault(domain, EarnedDays.NONE));
          return shares(mailbox) && sum > most
              ? mailbox.withCap((int) ((long) mailbox.dailyCap() * most / sum))
              : mailbox;
        })
        .toList();
  }

  /// What a mailbox may send a day, its domain aside.
  static int own(Mailbox mailbox, int mailboxDailyMax) {
    return switch (mailbox.state()) {
      case PROVISIONING -> WarmupCurve.cap(0, mailboxDailyMax);
      case ACTIVE -> active(mailbox, mailboxDailyMax);
      case RESTRICTED -> Math.min(RESTRICTED_CAP, active(mailbox, mailboxDailyMax));
      case PULLED, QUARANTINED, RETIRED -> 0;
    };
  }

  private static int active(Mailbox mailbox, int mailboxDailyMax) {
    int earned =
        mailbox
            .course()
            .fixedCap()
            .orElseGet(() -> WarmupCurve.cap(mailbox.course().earned().days(), mailboxDailyMax));
    return switch (Band.of(mailbox.health())) {
      case GROW, FREEZE -> earned;
      case HALVE -> Math.ceilDiv(earned, 2);
      case REPAIR, OUT -> 0;
    };
  }

  /// What a domain may send a day, all its mailboxes together, whose warmest has earned that much.
  public static int domainCap(EarnedDays age) {
    for (int[] step : DOMAIN_RAMP) {
      if (age.days() < step[0]) {
        return step[1];
      }
    }
    return Integer.MAX_VALUE;
  }

  private static boolean shares(Mailbox mailbox) {
    return mailbox.course().fixedCap().isEmpty();
  }

  private static EarnedDays later(EarnedDays one, EarnedDays other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
