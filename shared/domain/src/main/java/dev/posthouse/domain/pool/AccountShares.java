package dev.posthouse.domain.pool;

import java.util.Collection;

/// Shares what an account may send in a day out to its identities, fairly: nobody gets more than
/// they can use, and what is short is short for the largest.
public final class AccountShares {
  /// What is left to self-serve mailboxes, whose sends no pool counts.
  private static final int RESERVE_PERCENT = 10;

  private AccountShares() {}

  /// The most that one identity may send a day.
  ///
  /// @param quota most messages the account sends in 24 hours; below 0 where it has no limit
  /// @param capacities what each identity could send a day
  /// @return a number that may stand above some capacities, so that those sending it or less add up
  ///   to what there is; [Roster#UNSHARED] where there is enough for all
  public static int level(long quota, Collection<Integer> capacities) {
    long wanted = capacities.stream().mapToLong(Integer::longValue).sum();
    long left = quota - quota * RESERVE_PERCENT / 100;
    if (quota < 0 || wanted <= left) {
      return Roster.UNSHARED;
    }
    int among = capacities.size();
    for (int capacity : capacities.stream().sorted().toList()) {
      if ((long) capacity * among > left) {
        break;
      }
      left -= capacity;
      among--;
    }
    return Math.toIntExact(left / among);
  }
}
