package dev.posthouse.repair;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.StoreBusyException;
import dev.posthouse.domain.identity.CareForPool;
import dev.posthouse.domain.identity.Identities;
import dev.posthouse.domain.identity.Identities.PoolChange;
import dev.posthouse.domain.identity.Identity;
import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.identity.LocalParts;
import dev.posthouse.domain.identity.OpenMailboxes;
import dev.posthouse.domain.identity.PoolPlan;
import dev.posthouse.domain.identity.Tiers;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.pool.Finding;
import dev.posthouse.domain.pool.Mailbox;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.sending.Compartments.Objection;
import dev.posthouse.domain.sending.DomainState;
import dev.posthouse.domain.sending.SendingDomain;
import dev.posthouse.lambda.Log;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Takes one pool towards what it is to be: its domains proven, its mailboxes opened at those that
/// are, as many as its tier has, the sick ones out and on their way back.
///
/// Each step stands on its own and is done only where it is due, so a run that ends anywhere is
/// made good by the next.
final class RepairPool {
  private static final int ATTEMPTS_MAX = 20;

  private final Identities identities;
  private final LookAfterDomains domains;
  private final KeepApart keepApart;
  private final CareForPool care;
  private final boolean instant;
  private final InstantSource clock;
  private final Log log;

  /// @param instant whether new mailboxes are ready at once
  RepairPool(
      Identities identities,
      LookAfterDomains domains,
      KeepApart keepApart,
      CareForPool care,
      boolean instant,
      InstantSource clock,
      Log log) {
    this.identities = identities;
    this.domains = domains;
    this.keepApart = keepApart;
    this.care = care;
    this.instant = instant;
    this.clock = clock;
    this.log = log;
  }

  /// Takes each step that is due.
  ///
  /// @param identity one with a pool, as of now
  /// @param objection what SES has against it; empty if that is not known
  /// @return its roster then; empty if it is deleted
  Optional<Roster> repair(Identity identity, Optional<Objection> objection) {
    if (identity.roster().state() == IdentityState.DELETED) {
      keepApart.close(identity.roster());
      return Optional.empty();
    }
    Instant begun = clock.instant();
    Map<String, SendingDomain> known = domains.lookAfter(identity.roster());
    Roster sized = resize(identity, known);
    boolean looked =
        known.values().stream()
            .flatMap(domain -> domain.checkedAt().stream())
            .anyMatch(at -> !at.isBefore(begun));
    Roster opened = open(keepApart.keep(sized, known, looked, objection), proven(known));
    Optional<CareForPool.Care> done = care.check(identity.with(opened), known.values());
    done.filter(CareForPool.Care::changed).ifPresent(this::tell);
    return done.map(CareForPool.Care::after);
  }

  /// Retires who is too many, and makes who is missing. Gives the roster as it is then.
  private Roster resize(Identity identity, Map<String, SendingDomain> known) {
    LocalDate today = OutboundJob.dayOf(clock.instant());
    Roster roster = identity.roster();
    Set<EmailAddress> taken = new HashSet<>();
    for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
      PoolPlan plan = plan(identity, roster, known);
      List<Mailbox> kept = plan.withoutSurplus(roster, today);
      boolean surplus = !kept.equals(roster.mailboxes());
      if (!surplus && (plan.fulfilledBy(roster) || plan.domains().isEmpty())) {
        return roster;
      }
      PoolChange change =
          surplus
              ? identities.change(roster, roster.next(kept), clock.instant())
              : identities.addMailboxes(
                  roster,
                  plan.next(roster, taken, Identities.MAILBOXES_PER_CALL_MAX),
                  clock.instant());
      switch (change) {
        case PoolChange.Changed(Roster after) -> {
          tell(new CareForPool.Care(roster, after));
          roster = after;
        }
        case PoolChange.AddressTaken(EmailAddress address) -> taken.add(address);
        case PoolChange.Raced() -> roster = identities.roster(identity.id()).orElse(roster);
      }
    }
    throw new StoreBusyException("others change the pool of " + identity.id());
  }

  private PoolPlan plan(Identity identity, Roster roster, Map<String, SendingDomain> known) {
    // Those added for it too, though no mailbox is there yet.
    List<String> all =
        Stream.concat(
                roster.mailboxes().stream().map(mailbox -> mailbox.address().domain()),
                known.keySet().stream().sorted())
            .distinct()
            .toList();
    List<String> sound = all.stream().filter(name -> sound(known.get(name))).toList();
    return new PoolPlan(
        Tiers.standard().of(identity),
        care.mailboxDailyMax(identity),
        sound.isEmpty() ? all : sound,
        LocalParts.of(roster.displayName(), roster.handle()),
        instant);
  }

  /// Whether new mailboxes may be made there. A domain nobody keeps a record of is one the operator
  /// vouches for.
  private static boolean sound(@Nullable SendingDomain domain) {
    return domain == null
        || (domain.exists()
            && domain.state() != DomainState.FAILED
            && domain.finding() != Finding.HIGH);
  }

  private static Set<String> proven(Map<String, SendingDomain> known) {
    return known.values().stream()
        .filter(domain -> domain.state() == DomainState.VERIFIED)
        .map(SendingDomain::name)
        .collect(Collectors.toSet());
  }

  /// Opens the mailboxes whose domains are proven; an identity that waited for one is ready. Gives
  /// the roster as it is then.
  private Roster open(Roster seen, Set<String> proven) {
    LocalDate today = OutboundJob.dayOf(clock.instant());
    Roster before = seen;
    for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
      Roster after = OpenMailboxes.at(before, proven, today);
      if (after.revision() == before.revision()) {
        return before;
      }
      if (identities.change(before, after, clock.instant()) instanceof PoolChange.Changed) {
        tell(new CareForPool.Care(before, after));
        return after;
      }
      before = identities.roster(seen.identity()).orElseThrow();
    }
    throw new StoreBusyException("others change the pool of " + seen.identity());
  }

  private void tell(CareForPool.Care done) {
    for (Mailbox mailbox : CareForPool.changed(done)) {
      log.identity(done.after().handle().value())
          .with("mailbox", mailbox.address().toString())
          .with("state", mailbox.state())
          .with("stage", mailbox.stage())
          .with("health", mailbox.health())
          .with("dailyCap", mailbox.dailyCap())
          .with("cause", mailbox.course().cause())
          .with("revision", done.after().revision())
          .info("pool repaired");
    }
    if (done.before().state() != done.after().state()) {
      log.identity(done.after().handle().value())
          .with("state", done.after().state())
          .info("identity changed");
    }
  }
}
