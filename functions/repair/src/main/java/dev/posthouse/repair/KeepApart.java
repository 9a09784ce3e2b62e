package dev.posthouse.repair;

import dev.posthouse.domain.StoreBusyException;
import dev.posthouse.domain.identity.Identities;
import dev.posthouse.domain.identity.Identities.PoolChange;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.pool.Compartment;
import dev.posthouse.domain.pool.MailboxState;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.sending.Compartments;
import dev.posthouse.domain.sending.Compartments.Objection;
import dev.posthouse.domain.sending.DomainState;
import dev.posthouse.domain.sending.SendingDomain;
import dev.posthouse.lambda.Log;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Keeps the mail of each identity apart at SES, and remembers in its roster what SES holds against
/// it.
final class KeepApart {
  private static final int ATTEMPTS_MAX = 20;

  /// What mail that has left came to is told for some days more.
  private static final int DAYS_AFTER_DELETION = 14;

  private final Identities identities;
  private final Compartments compartments;
  private final InstantSource clock;
  private final Log log;

  KeepApart(Identities identities, Compartments compartments, InstantSource clock, Log log) {
    this.identities = identities;
    this.compartments = compartments;
    this.clock = clock;
    this.log = log;
  }

  /// What SES holds against compartments; empty if it does not say.
  Optional<Map<IdentityId, Objection>> objections() {
    try {
      return Optional.of(compartments.objections());
    } catch (RuntimeException e) {
      // What was known before stays, and the pools are looked after.
      log.warn("SES did not say what it has against tenants", e);
      return Optional.empty();
    }
  }

  /// Makes the compartment of an identity that sends what it is to be.
  ///
  /// @param known the identity's domains
  /// @param again whether what is there is to be looked after as well, as often as its domains are
  /// @param objection what SES has against it; empty if that is not known
  /// @return the roster then
  Roster keep(
      Roster roster,
      Map<String, SendingDomain> known,
      boolean again,
      Optional<Objection> objection) {
    Set<String> wanted = new HashSet<>(roster.compartment().domains());
    wanted.addAll(sendingFrom(roster, known));
    boolean complete = roster.compartment().domains().containsAll(wanted);
    Set<String> within =
        complete && !again ? roster.compartment().domains() : prepared(roster, wanted);
    return change(
        roster,
        before ->
            objection
                .map(it -> before.with(within).judged(it.finding(), it.stopped()))
                .orElseGet(() -> before.with(within)));
  }

  private Set<String> prepared(Roster roster, Set<String> wanted) {
    try {
      return compartments.prepare(roster.identity(), wanted);
    } catch (RuntimeException e) {
      // Mail goes the way it went, and the pool is looked after.
      log.identity(roster.handle().value()).warn("SES did not make a compartment", e);
      return roster.compartment().domains();
    }
  }

  /// The domains that mail may leave from: proven, or vouched for by the operator.
  private static Set<String> sendingFrom(Roster roster, Map<String, SendingDomain> known) {
    Set<String> names = new HashSet<>();
    known.forEach((name, domain) -> {
      if (domain.state() == DomainState.VERIFIED) {
        names.add(name);
      }
    });
    roster.mailboxes().stream()
        .filter(mailbox -> mailbox.state() != MailboxState.RETIRED)
        .map(mailbox -> mailbox.address().domain())
        .filter(name -> !known.containsKey(name))
        .forEach(names::add);
    return names;
  }

  /// Takes the compartment of a deleted identity away once its mail has been heard of.
  void close(Roster roster) {
    Compartment compartment = roster.compartment();
    LocalDate today = OutboundJob.dayOf(clock.instant());
    if (compartment.equals(Compartment.NONE)) {
      return;
    }
    if (compartment.closesOn().isEmpty()) {
      change(roster, before -> before.closing(today.plusDays(DAYS_AFTER_DELETION)));
    } else if (!today.isBefore(compartment.closesOn().get())) {
      compartments.remove(roster.identity());
      change(roster, _ -> Compartment.NONE);
    }
  }

  private Roster change(Roster seen, UnaryOperator<Compartment> change) {
    Roster before = seen;
    for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
      Compartment after = change.apply(before.compartment());
      if (after.equals(before.compartment())) {
        return before;
      }
      Roster next = before.next(before.mailboxes()).apart(after);
      if (identities.change(before, next, clock.instant()) instanceof PoolChange.Changed) {
        log.identity(before.handle().value())
            .with("domains", after.domains().size())
            .with("finding", after.finding())
            .with("stopped", after.stopped())
            .info("compartment changed");
        return next;
      }
      before = identities.roster(seen.identity()).orElseThrow();
    }
    throw new StoreBusyException("others change the pool of " + seen.identity());
  }
}
