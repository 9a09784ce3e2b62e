package dev.posthouse.domain.identity;

import dev.posthouse.domain.StoreBusyException;
import dev.posthouse.domain.identity.Terms.Renewal;
import dev.posthouse.domain.identity.Terms.Renewing;
import dev.posthouse.domain.identity.Terms.StateChange;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.purse.Credits;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Charges an identity's tier to its tenant's credits, period by period.
///
/// Each step is one conditional write on the version of the term, so that a period is charged once,
/// however often, late or concurrently this runs. A run that comes after several periods charges
/// one: nobody pays for what nobody asked for.
public final class RenewTier {
  private static final int ATTEMPTS_MAX = 8;

  private final Identities identities;
  private final Terms terms;
  private final TierPrices prices;
  private final InstantSource clock;

  public RenewTier(Identities identities, Terms terms, TierPrices prices, InstantSource clock) {
    this.identities = identities;
    this.terms = terms;
    this.prices = prices;
    this.clock = clock;
  }

  /// Takes the step that is due for an identity of a tier on offer; the term as it is then, if
  /// there was one to take. The identity's state may be another one afterwards.
  ///
  /// @throws StoreBusyException if others are faster all the time
  public Optional<Term> renew(Identity seen) {
    IdentityId id = seen.id();
    Optional<Identity> identity = Optional.of(seen);
    for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
      if (identity.isEmpty()
          || !Tiers.standard().size(identity.get())
          || identity.get().roster().state() == IdentityState.DELETED) {
        return Optional.empty();
      }
      Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
      Roster roster = identity.get().roster();
      Term term = terms.find(id).orElseGet(() -> Term.none(roster, now));
      Optional<Renewal> step = step(term, identity.get(), now);
      if (step.isEmpty()) {
        return Optional.empty();
      }
      Renewing done = terms.renew(step.get(), now);
      if (done == Renewing.NOT_COVERED) {
        step = unpaid(term, identity.get(), now);
        if (step.isEmpty()) {
          return Optional.empty();
        }
        done = terms.renew(step.get(), now);
      }
      if (done == Renewing.DONE) {
        return Optional.of(step.get().after());
      }
      identity = identities.find(id);
    }
    throw new StoreBusyException("others change the term of " + id);
  }

  /// What is to be done if the credits are there.
  private Optional<Renewal> step(Term term, Identity identity, Instant now) {
    Roster roster = identity.roster();
    if (term.version() == 0 && roster.state() == IdentityState.PROVISIONING) {
      return Optional.empty();
    }
    Credits price = prices.of(identity.tierName());
    Optional<Term.Fee> fee = term.fee(price, now);
    if (fee.isPresent()) {
      return Optional.of(
          new Renewal(
              term,
              term.paid(fee.get(), price),
              Optional.of(term.entry(fee.get(), identity.tierName(), now)),
              resumed(term, roster)));
    }
    boolean open = term.due().isPresent() || term.stopped().isPresent();
    return open
        ? Optional.of(new Renewal(term, term.cleared(), Optional.empty(), resumed(term, roster)))
        : Optional.empty();
  }

  private static Optional<StateChange> resumed(Term term, Roster roster) {
    return term.stopped()
        .filter(before -> roster.state() == IdentityState.SUSPENDED)
        .map(before -> new StateChange(roster, roster.next(before)));
  }

  /// What is to be done because they are not: tell, wait, suspend.
  private Optional<Renewal> unpaid(Term term, Identity identity, Instant now) {
    Roster roster = identity.roster();
    if (term.due().isEmpty()) {
      Credits credits =
          term.fee(prices.of(identity.tierName()), now).map(Term.Fee::credits).orElseThrow();
      return Optional.of(
          new Renewal(
              term,
              term.owing(identity.tierName(), credits, now),
              Optional.empty(),
              Optional.empty()));
    }
    if (term.stopped().isPresent()
        || roster.state() == IdentityState.SUSPENDED
        || now.isBefore(term.due().get().suspendedAt())) {
      return Optional.empty();
    }
    return Optional.of(
        new Renewal(
            term,
            term.stopped(roster.state()),
            Optional.empty(),
            Optional.of(new StateChange(roster, roster.next(IdentityState.SUSPENDED)))));
  }
}
