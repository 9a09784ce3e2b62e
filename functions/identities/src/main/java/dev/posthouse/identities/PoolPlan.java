package dev.posthouse.identities;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.Tier;
import dev.posthouse.domain.pool.Mailbox;
import dev.posthouse.domain.pool.MailboxState;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.pool.WarmupCurve;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The pool a new identity gets: as many mailboxes as its tier has, spread evenly over its domains.
///
/// @param instant whether they are warm and send at once; else they wait for the operator
record PoolPlan(Tier tier, List<String> domains, LocalParts localParts, boolean instant) {
  private static final int STAGE_MAX = 100;
  private static final int HEALTH_MAX = 100;

  PoolPlan {
    domains = List.copyOf(domains);
  }

  /// Whether that pool has what is planned.
  boolean fulfilledBy(Roster roster) {
    return roster.mailboxes().size() >= tier.mailboxes();
  }

  /// The mailboxes the pool lacks yet, at addresses neither in it nor known to be taken.
  ///
  /// @param limit most mailboxes to give
  List<Mailbox> next(Roster roster, Set<EmailAddress> taken, int limit) {
    var used = new HashSet<EmailAddress>(taken);
    roster.mailboxes().forEach(mailbox -> used.add(mailbox.address()));
    int count = Math.min(limit, tier.mailboxes() - roster.mailboxes().size());
    int ordinal = roster.nextOrdinal();
    Map<String, Integer> tried = new HashMap<>();
    var mailboxes = new ArrayList<Mailbox>();
    while (mailboxes.size() < count) {
      String domain = domains.get(ordinal % domains.size());
      int number = tried.merge(domain, 1, Integer::sum) - 1;
      var address = new EmailAddress(localParts.candidate(number), domain);
      if (used.add(address)) {
        mailboxes.add(mailbox(ordinal++, address));
      }
    }
    return mailboxes;
  }

  private Mailbox mailbox(int ordinal, EmailAddress address) {
    int max = tier.mailboxDailyMax();
    return instant
        ? new Mailbox(ordinal, address, MailboxState.ACTIVE, STAGE_MAX, HEALTH_MAX, max)
        : new Mailbox(
            ordinal, address, MailboxState.PROVISIONING, 0, HEALTH_MAX, WarmupCurve.cap(0, max));
  }
}
