package dev.posthouse.testing;

import static dev.posthouse.testing.Fixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.identity.Identity;
import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.identity.Term;
import dev.posthouse.domain.identity.Terms;
import dev.posthouse.domain.identity.Terms.Renewal;
import dev.posthouse.domain.identity.Terms.Renewing;
import dev.posthouse.domain.identity.Terms.StateChange;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.purse.Credits;
import dev.posthouse.domain.purse.LedgerEntry;
import dev.posthouse.domain.tenant.Tenant;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What every [Terms] promises: a step is taken once, and whole.
public interface TermsContract extends StoreContract {
  /// The terms, over the store of the ports.
  Terms terms();

  @Test
  default void whoNeverOwedAnythingHasNoTerm() {
    assertThat(terms().find(Fixtures.identityId())).isEmpty();
  }

  @Test
  default void aTermIsFoundAsItWasWritten() {
    Roster roster = funded(0);
    Term due =
        version(
            Term.none(roster, NOW),
            1,
            Optional.of(
                new Term.Due("growth", new Credits(900), NOW.plusMillis(7), NOW.plusMillis(8))),
            Optional.of(IdentityState.PAUSED));

    assertThat(terms().renew(step(Term.none(roster, NOW), due), NOW)).isEqualTo(Renewing.DONE);
    assertThat(terms().find(roster.identity())).contains(due);
    Term clear = version(due, 2, Optional.empty(), Optional.empty());
    assertThat(terms().renew(step(due, clear), NOW)).isEqualTo(Renewing.DONE);
    assertThat(terms().find(roster.identity())).contains(clear);
  }

  @Test
  default void aStepIsTakenOnlyFromTheVersionSeen() {
    Roster roster = funded(10);
    Term none = Term.none(roster, NOW);
    Term first = version(none, 1, Optional.empty(), Optional.empty());
    terms().renew(charged(none, first, 3, NOW), NOW);

    assertThat(terms().renew(charged(none, first, 3, NOW.plusMillis(1)), NOW))
        .isEqualTo(Renewing.RACED);
    Term second = version(first, 2, Optional.empty(), Optional.empty());
    assertThat(terms().renew(charged(first, second, 3, NOW.plusMillis(2)), NOW))
        .isEqualTo(Renewing.DONE);
    assertThat(terms().renew(charged(first, second, 3, NOW.plusMillis(3)), NOW))
        .isEqualTo(Renewing.RACED);
    assertThat(available(roster)).isEqualTo(4);
    assertThat(renewals(roster)).isEqualTo(2);
  }

  @Test
  default void aPeriodIsChargedOnceHoweverManyTryAtOnce() {
    Roster roster = funded(100);
    Term none = Term.none(roster, NOW);
    Term first = version(none, 1, Optional.empty(), Optional.empty());
    Term second = version(first, 2, Optional.empty(), Optional.empty());

    assertThat(race(none, first, NOW)).containsOnlyOnce(Renewing.DONE);
    assertThat(available(roster)).isEqualTo(93);
    assertThat(race(first, second, NOW.plusSeconds(1))).containsOnlyOnce(Renewing.DONE);

    assertThat(available(roster)).isEqualTo(86);
    assertThat(renewals(roster)).isEqualTo(2);
  }

  private List<Renewing> race(Term before, Term after, Instant now) {
    return Race.run(
        12, number -> () -> terms().renew(charged(before, after, 7, now.plusMillis(number)), now));
  }

  @Test
  default void whatThePurseHasNotIsNotTaken() {
    Roster roster = funded(6);
    Term none = Term.none(roster, NOW);
    Term first = version(none, 1, Optional.empty(), Optional.empty());

    assertThat(terms().renew(charged(none, first, 7, NOW), NOW)).isEqualTo(Renewing.NOT_COVERED);

    assertThat(terms().find(roster.identity())).isEmpty();
    assertThat(available(roster)).isEqualTo(6);
    assertThat(renewals(roster)).isZero();
  }

  @Test
  default void anIdentitysStateChangesWithTheTermOrNeitherDoes() {
    Roster roster = funded(0);
    Term none = Term.none(roster, NOW);
    Term stopped = version(none, 1, Optional.empty(), Optional.of(roster.state()));
    Roster suspended = roster.next(IdentityState.SUSPENDED);
    var change = Optional.of(new StateChange(roster, suspended));
    var renewal = new Renewal(none, stopped, Optional.empty(), change);

    Roster renamed = roster.next(roster.state(), "Renamed", roster.dailyCap(), roster.mailboxes());
    ports().identities().change(roster, renamed, NOW);
    assertThat(terms().renew(renewal, NOW)).isEqualTo(Renewing.RACED);
    assertThat(terms().find(roster.identity())).isEmpty();

    var anew = Optional.of(new StateChange(renamed, renamed.next(IdentityState.SUSPENDED)));
    assertThat(terms().renew(new Renewal(none, stopped, Optional.empty(), anew), NOW))
        .isEqualTo(Renewing.DONE);
    assertThat(ports().identities().roster(roster.identity()))
        .contains(renamed.next(IdentityState.SUSPENDED));
    assertThat(terms().find(roster.identity())).contains(stopped);
  }

  private Roster funded(long credits) {
    Tenant tenant = Fixtures.stored(ports(), Fixtures.tenant());
    if (credits > 0) {
      ports()
          .purses()
          .book(
              LedgerEntry.booking(
                  tenant.id(), LedgerEntry.Kind.ADJUSTMENT, credits, "gift", "", NOW));
    }
    Identity identity = Fixtures.identity(tenant.id(), 100);
    ports().identities().create(identity);
    return identity.roster();
  }

  private long available(Roster roster) {
    return ports().purses().find(roster.tenant()).orElseThrow().available().count();
  }

  private long renewals(Roster roster) {
    return ports().purses().entries(roster.tenant(), Optional.empty(), 50).stream()
        .filter(entry -> entry.kind() == LedgerEntry.Kind.RENEWAL)
        .count();
  }

  private static Renewal step(Term before, Term after) {
    return new Renewal(before, after, Optional.empty(), Optional.empty());
  }

  private static Renewal charged(Term before, Term after, long credits, Instant at) {
    return new Renewal(
        before,
        after,
        Optional.of(
            LedgerEntry.booking(
                before.tenant(),
                LedgerEntry.Kind.RENEWAL,
                -credits,
                before.identity().value(),
                "",
                at)),
        Optional.empty());
  }

  private static Term version(
      Term before, long version, Optional<Term.Due> due, Optional<IdentityState> stopped) {
    return new Term(
        before.identity(),
        before.tenant(),
        before.handle(),
        version,
        before.paidUntil().plus(Term.PERIOD),
        new Credits(900),
        due,
        due.map(it -> it.suspendedAt().plusMillis(1)),
        stopped);
  }
}
