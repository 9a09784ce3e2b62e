package dev.posthouse.domain.identity;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.pool.Cause;
import dev.posthouse.domain.pool.Mailbox;
import dev.posthouse.domain.pool.MailboxState;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.pool.WarmupCurve;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The pool an identity is to have: as many mailboxes as its tier has, spread evenly over its
/// domains; retired ones do not count.
///
/// @param mailboxDailyMax most a warm mailbox sends a day
/// @param instant whether mailboxes are warm and send at once; else their domain is proven first
public record PoolPlan(
    Tier tier, int mailboxDailyMax, List<String> domains, LocalParts localParts, boolean instant) {
  private static final int STAGE_MAX = 100;
  private static final int HEALTH_MAX = 100;

  public PoolPlan {
    domains = List.copyOf(domains);
  }

  /// The same at other domains.
  public PoolPlan at(List<String> otherDomains) {
    return new PoolPlan(tier, mailboxDailyMax, otherDomains, localParts, instant);
  }

  /// Whether that pool lacks nothing of what is planned.
  public boolean fulfilledBy(Roster roster) {
    return kept(roster).size() >= tier.mailboxes();
  }

  /// The mailboxes the pool lacks yet, at addresses neither in it nor known to be taken. Who takes
  /// the place of a mailbox that had to be retired says so, and is at the same domain if that is
  /// one of those planned.
  ///
  /// @param limit most mailboxes to give
  public List<Mailbox> next(Roster roster, Set<EmailAddress> taken, int limit) {
    var used = new HashSet<EmailAddress>(taken);
    roster.mailboxes().forEach(mailbox -> used.add(mailbox.address()));
    int count = Math.min(limit, tier.mailboxes() - kept(roster).size());
    int ordinal = roster.nextOrdinal();
    Map<String, Integer> tried = new HashMap<>();
    var pool = new ArrayList<Mailbox>(roster.mailboxes());
    var mailboxes = new ArrayList<Mailbox>();
    while (mailboxes.size() < count) {
      Optional<Mailbox> predecessor = predecessor(pool);
      String domain =
          predecessor
              .map(old -> old.address().domain())
              .filter(domains::contains)
              .orElseGet(() -> emptiest(pool));
      int number = tried.merge(domain, 1, Integer::sum) - 1;
      var address = new EmailAddress(localParts.candidate(number), domain);
      if (used.add(address)) {
        Mailbox made = mailbox(ordinal++, address);
        Mailbox placed =
            predecessor.map(old -> made.on(made.course().replacing(old.ordinal()))).orElse(made);
        pool.add(placed);
        mailboxes.add(placed);
      }
    }
    return mailboxes;
  }

  /// The pool without those that are too many: first those that are not ready, then those in
  /// repair, then those least warm. They go on receiving.
  public List<Mailbox> withoutSurplus(Roster roster, LocalDate today) {
    int surplus = kept(roster).size() - tier.mailboxes();
    if (surplus <= 0) {
      return roster.mailboxes();
    }
    Set<Integer> leaving = new HashSet<>();
    kept(roster).stream()
        .sorted(
            Comparator.comparingInt(PoolPlan::worth)
                .thenComparing(mailbox -> mailbox.course().earned())
                .thenComparing(Mailbox::ordinal, Comparator.reverseOrder()))
        .limit(surplus)
        .forEach(mailbox -> leaving.add(mailbox.ordinal()));
    return roster.mailboxes().stream()
        .map(mailbox ->
            leaving.contains(mailbox.ordinal())
                ? mailbox
                    .on(mailbox.course().entered(today, Cause.SURPLUS))
                    .in(MailboxState.RETIRED)
                    .withCap(0)
                : mailbox)
        .toList();
  }

  private static int worth(Mailbox mailbox) {
    if (mailbox.state() == MailboxState.PROVISIONING) {
      return 0;
    }
    return mailbox.state().inRepair() ? 1 : 2;
  }

  private static List<Mailbox> kept(Roster roster) {
    return kept(roster.mailboxes());
  }

  private static List<Mailbox> kept(List<Mailbox> mailboxes) {
    return mailboxes.stream().filter(mailbox -> mailbox.state() != MailboxState.RETIRED).toList();
  }

  /// A mailbox whose place nobody has taken yet.
  private static Optional<Mailbox> predecessor(List<Mailbox> pool) {
    Set<Integer> replaced = new HashSet<>();
    pool.forEach(mailbox -> mailbox.course().replaces().ifPresent(replaced::add));
    return pool.stream()
        .filter(mailbox -> mailbox.state() == MailboxState.RETIRED)
        .filter(mailbox -> mailbox.course().cause() != Cause.SURPLUS)
        .filter(mailbox -> !replaced.contains(mailbox.ordinal()))
        .findFirst();
  }

  /// The domain with the fewest mailboxes, the first of several.
  private String emptiest(List<Mailbox> pool) {
    Map<String, Long> counts = new HashMap<>();
    kept(pool).forEach(mailbox -> counts.merge(mailbox.address().domain(), 1L, Long::sum));
    return domains.stream()
        .min(Comparator.comparing(domain -> counts.getOrDefault(domain, 0L)))
        .orElseThrow(() -> new IllegalStateException("a pool without domains"));
  }

  private Mailbox mailbox(int ordinal, EmailAddress address) {
    return instant
        ? new Mailbox(ordinal, address, MailboxState.ACTIVE, STAGE_MAX, HEALTH_MAX, mailboxDailyMax)
        : new Mailbox(
            ordinal,
            address,
            MailboxState.PROVISIONING,
            0,
            HEALTH_MAX,
            WarmupCurve.cap(0, mailboxDailyMax));
  }
}
