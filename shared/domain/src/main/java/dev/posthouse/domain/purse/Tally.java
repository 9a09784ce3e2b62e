package dev.posthouse.domain.purse;

import dev.posthouse.domain.tenant.RateWindow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What is remembered of a tenant's recipients outside once there are some more.
///
/// @param countedFrom as the purse's
/// @param recent the purse's: the latest moments, at most [MomentPage#SIZE], and always the newest
/// @param pages moments that it has no place for any more
record Tally(long countedFrom, RateWindow recent, List<MomentPage> pages) {
  static Tally after(Purse before, int recipients, Quota quota, Instant now) {
    int asked = quota.memory();
    long sends = Math.addExact(before.sends(), recipients);
    if (asked == 0) {
      return new Tally(sends, RateWindow.EMPTY, List.of());
    }
    if (asked <= MomentPage.SIZE) {
      // Limits as small as these never ask for more than the purse holds, so there are no pages.
      long from = Math.max(before.countedFrom(), sends - asked);
      return new Tally(from, before.recent().with(recipients, asked, now), List.of());
    }
    RateWindow all = before.recent().with(recipients, Integer.MAX_VALUE, now);
    return all.times().size() <= MomentPage.SIZE
        ? new Tally(before.countedFrom(), all, List.of())
        : paged(before, sends, all.times());
  }

  /// Only the page of the newest moment, which is not full or has just become so, stays in the
  /// purse.
  private static Tally paged(Purse before, long sends, List<Instant> all) {
    long first = sends - all.size();
    long kept = start(sends - 1);
    var pages = new ArrayList<MomentPage>();
    for (long from = first; from < kept; from = start(from) + MomentPage.SIZE) {
      long end = start(from) + MomentPage.SIZE;
      pages.add(new MomentPage(before.tenant(), from, part(all, from - first, end - first)));
    }
    var recent = new RateWindow(part(all, kept - first, all.size()));
    return new Tally(before.countedFrom(), recent, pages);
  }

  /// The number that the page of that recipient begins with.
  private static long start(long recipient) {
    return recipient - recipient % MomentPage.SIZE;
  }

  private static List<Instant> part(List<Instant> times, long from, long to) {
    return times.subList(Math.toIntExact(from), Math.toIntExact(to));
  }
}
