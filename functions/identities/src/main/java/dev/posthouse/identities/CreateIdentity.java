package dev.posthouse.identities;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.StoreBusyException;
import dev.posthouse.domain.Ulids;
import dev.posthouse.domain.identity.Handle;
import dev.posthouse.domain.identity.Identities;
import dev.posthouse.domain.identity.Identity;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.identity.Tier;
import dev.posthouse.domain.pool.Mailbox;
import dev.posthouse.domain.pool.MailboxState;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.pool.WarmupCurve;
import dev.posthouse.domain.tenant.TenantId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Makes an identity and its pool.
///
/// The handle is taken first; the mailboxes follow in groups that fit a transaction. Whoever
/// repeats the request, after a crash or a race, completes what is missing.
final class CreateIdentity {
  private static final int ATTEMPTS_MAX = 60;
  private static final int WARM = 100;

  private final Identities identities;
  private final Ulids ulids;
  private final InstantSource clock;
  private final boolean instant;

  /// @param instant whether mailboxes are active and warm at once, as in the local run; elsewhere
  ///   an operator activates them once their domain is proven
  CreateIdentity(Identities identities, Ulids ulids, InstantSource clock, boolean instant) {
    this.identities = identities;
    this.ulids = ulids;
    this.clock = clock;
    this.instant = instant;
  }

  /// What became of it.
  sealed interface Result {
    /// It is there, with its whole pool.
    record Created(Identity identity, boolean replayed) implements Result {}

    /// The handle is somebody's.
    record HandleTaken() implements Result {}

    /// The idempotency key made another identity, or this one with another body.
    record KeyReused() implements Result {}
  }

  /// @param createdBy names the request: `<hash of key>:<hash of body>`, without a key a ULID
  Result create(
      TenantId tenant,
      Handle handle,
      String displayName,
      Tier tier,
      List<String> domains,
      String createdBy) {
    Instant now = clock.instant();
    var roster =
        new Roster(
            new IdentityId(IdentityId.PREFIX + ulids.next()),
            tenant,
            handle,
            displayName,
            IdentityState.PROVISIONING,
            tier.dailyCap(),
            1,
            List.of());
    var identity = new Identity(handle, tier.name(), now, createdBy, roster);
    boolean created = identities.create(identity);
    Optional<Identity> known = created ? Optional.of(identity) : identities.find(handle);
    if (known.isEmpty() || !known.get().roster().tenant().equals(tenant)) {
      return new Result.HandleTaken();
    }
    String request = known.get().createdBy();
    if (!request.equals(createdBy)) {
      boolean sameKey = keyOf(request).equals(keyOf(createdBy));
      return sameKey ? new Result.KeyReused() : new Result.HandleTaken();
    }
    Roster complete = completePool(known.get().roster(), tier, domains);
    return new Result.Created(
        new Identity(handle, tier.name(), known.get().createdAt(), createdBy, complete), !created);
  }

  private static String keyOf(String createdBy) {
    return createdBy.substring(0, Math.max(0, createdBy.indexOf(':')));
  }

  private Roster completePool(Roster begun, Tier tier, List<String> domains) {
    Roster roster = begun;
    Set<String> taken = new HashSet<>();
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      int missing = tier.mailboxes() - roster.mailboxes().size();
      Identities.PoolChange change;
      if (missing > 0) {
        List<Mailbox> group = group(roster, tier, domains, missing, taken);
        change = identities.addMailboxes(roster, group, clock.instant());
      } else if (instant && roster.state() == IdentityState.PROVISIONING) {
        change = identities.change(roster, roster.next(IdentityState.ACTIVE), clock.instant());
      } else {
        return roster;
      }
      switch (change) {
        case Identities.PoolChange.Changed(Roster changed) -> roster = changed;
        case Identities.PoolChange.AddressTaken(EmailAddress address) ->
            taken.add(address.canonical());
        case Identities.PoolChange.Raced() ->
            roster = identities.roster(roster.identity()).orElseThrow();
      }
    }
    throw new StoreBusyException("others change this pool at the same time");
  }

  /// The next mailboxes, spread evenly over the domains.
  private List<Mailbox> group(
      Roster roster, Tier tier, List<String> domains, int missing, Set<String> taken) {
    int count = Math.min(missing, Identities.MAILBOXES_PER_CALL_MAX);
    Deque<EmailAddress> free = free(roster, tier, domains, taken);
    var group = new ArrayList<Mailbox>();
    for (int i = 0; i < count; i++) {
      int stage = instant ? WARM : 0;
      group.add(
          new Mailbox(
              roster.nextOrdinal() + i,
              free.removeFirst(),
              instant ? MailboxState.ACTIVE : MailboxState.PROVISIONING,
              stage,
              WARM,
              WarmupCurve.capAtStage(stage, tier.mailboxDailyMax())));
    }
    return group;
  }

  /// Addresses nobody has, in the order they are given out: one on each domain, then the next.
  private static Deque<EmailAddress> free(
      Roster roster, Tier tier, List<String> domains, Set<String> taken) {
    Set<String> used = new HashSet<>(taken);
    roster.mailboxes().forEach(mailbox -> used.add(mailbox.address().canonical()));
    int perDomain = Math.ceilDiv(tier.mailboxes() + used.size(), domains.size()) + 1;
    var free = new ArrayDeque<EmailAddress>();
    for (String name : MailboxNames.of(roster.displayName(), perDomain)) {
      for (String domain : domains) {
        var address = new EmailAddress(name, domain);
        if (!used.contains(address.canonical())) {
          free.add(address);
        }
      }
    }
    return free;
  }
}
