package dev.posthouse.repair;

import dev.posthouse.domain.StoreBusyException;
import dev.posthouse.domain.identity.Handle;
import dev.posthouse.domain.identity.Identities;
import dev.posthouse.domain.identity.Identities.PoolChange;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.pool.AccountShares;
import dev.posthouse.domain.pool.Forecast;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.sending.AccountQuota;
import dev.posthouse.lambda.Log;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Shares the account's quota out to identities, where it is less than all of them could send: the
/// shares are limits of the day sheets, so nothing has to be counted on the way to SES.
///
/// An identity that comes new, or back, has no share until the next run. What SES refuses meanwhile
/// waits.
final class ShareQuota {
  private static final int ATTEMPTS_MAX = 20;

  private final Identities identities;
  private final AccountQuota quota;
  private final InstantSource clock;
  private final Log log;

  ShareQuota(Identities identities, AccountQuota quota, InstantSource clock, Log log) {
    this.identities = identities;
    this.quota = quota;
    this.clock = clock;
    this.log = log;
  }

  /// What a run has seen, from any number of threads.
  static final class Seen {
    private record Need(Handle handle, int capacity, int share) {}

    private final Map<IdentityId, Need> needs = new ConcurrentHashMap<>();
    private final Set<IdentityId> unread = ConcurrentHashMap.newKeySet();

    /// Says that an identity is about to be read.
    void expect(IdentityId id) {
      unread.add(id);
    }

    /// Says that it has no pool.
    void forget(IdentityId id) {
      unread.remove(id);
    }

    /// Whether all that were expected were read. Not all had to be repaired for that: one that
    /// never can be does not keep the others from their shares.
    boolean all() {
      return unread.isEmpty();
    }

    /// Notes what an identity could send a day, the last that is said of it.
    void note(Roster roster) {
      unread.remove(roster.identity());
      int capacity =
          roster.state() == IdentityState.ACTIVE
              ? Forecast.capacity(roster.sharing(Roster.UNSHARED))
              : 0;
      needs.put(roster.identity(), new Need(roster.handle(), capacity, roster.accountShare()));
    }
  }

  /// Gives every identity its share.
  ///
  /// @param seen all identities there are
  void share(Seen seen) {
    Optional<Long> perDay = perDay();
    if (perDay.isEmpty()) {
      return;
    }
    int level =
        AccountShares.level(
            perDay.get(), seen.needs.values().stream().map(Seen.Need::capacity).toList());
    seen.needs.forEach((id, need) -> {
      int share = need.capacity() > level ? level : Roster.UNSHARED;
      if (share != need.share()) {
        try {
          change(id, share);
        } catch (RuntimeException e) {
          // The next run does it.
          log.identity(need.handle().value()).error("a share was not written", e);
        }
      }
    });
  }

  private Optional<Long> perDay() {
    try {
      return Optional.of(quota.perDay());
    } catch (RuntimeException e) {
      // The shares stay as they are.
      log.warn("SES did not tell the account's quota", e);
      return Optional.empty();
    }
  }

  private void change(IdentityId id, int share) {
    for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
      Roster before = identities.roster(id).orElseThrow();
      if (before.accountShare() == share || before.state() == IdentityState.DELETED) {
        return;
      }
      Roster after = before.next(before.mailboxes()).sharing(share);
      if (identities.change(before, after, clock.instant()) instanceof PoolChange.Changed) {
        log.identity(before.handle().value())
            .with("accountShare", share == Roster.UNSHARED ? null : share)
            .info("share of the account's quota changed");
        return;
      }
    }
    throw new StoreBusyException("others change the pool of " + id);
  }
}
