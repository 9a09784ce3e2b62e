package dev.posthouse.repair;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.event.Entry;
import dev.posthouse.domain.event.EventType;
import dev.posthouse.domain.event.TermEvents;
import dev.posthouse.domain.identity.Identity;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.identity.RenewTier;
import dev.posthouse.domain.identity.Term;
import dev.posthouse.domain.identity.TierPrices;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.purse.Credits;
import dev.posthouse.domain.purse.LedgerEntry;
import dev.posthouse.domain.tenant.TenantId;
import dev.posthouse.testing.FakeStore;
import dev.posthouse.testing.FakeTerms;
import dev.posthouse.testing.Fixtures;
import dev.posthouse.testing.ManualClock;
import dev.posthouse.testing.Ports;
import dev.posthouse.testing.Race;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Who pays for a tier, when, and what happens to who does not.
final class RenewTierTest {
  private static final Duration MOMENT = Duration.ofMillis(1);

  private final FakeStore store = new FakeStore();
  private final Ports ports = store.ports();
  private final FakeTerms terms = new FakeTerms(store);
  private final ManualClock clock = new ManualClock();
  private final TenantId tenant = Fixtures.stored(ports, Fixtures.tenant()).id();
  private final IdentityId id = identity();
  private int gifts;

  private IdentityId identity() {
    Identity made = Fixtures.identity(tenant, 150);
    assertThat(ports.identities().create(made)).isTrue();
    return made.id();
  }

  @Test
  void aPeriodIsChargedWhenItBeginsAndOnceHoweverManyRunAtOnce() {
    fund(1000);

    Race.run(8, _ -> () -> run("starter=300"));

    assertThat(charges()).containsExactly(300L);
    Instant end = clock.instant().plus(Term.PERIOD);
    assertThat(term().paidUntil()).isEqualTo(end);
    clock.advance(Term.PERIOD.minus(MOMENT));
    assertThat(run("starter=300")).isEmpty();
    clock.advance(MOMENT);
    Race.run(8, _ -> () -> run("starter=300"));
    assertThat(charges()).containsExactly(300L, 300L);
    assertThat(term().paidUntil()).isEqualTo(end.plus(Term.PERIOD));
  }

  @Test
  void aLateRunKeepsTheRhythmAndOneThatComesAfterPeriodsChargesOne() {
    fund(1000);
    run("starter=100");
    Instant end = term().paidUntil();
    clock.advance(Term.PERIOD.plusDays(5));
    run("starter=100");
    assertThat(term().paidUntil()).isEqualTo(end.plus(Term.PERIOD));

    clock.advance(Term.PERIOD.multipliedBy(4));
    run("starter=100");

    assertThat(charges()).hasSize(3);
    assertThat(term().paidUntil()).isEqualTo(clock.instant().plus(Term.PERIOD));
  }

  @Test
  void whoCannotPayIsToldOnceSuspendedAfterTheGraceAndGoesOnWhenPaid() {
    fund(99);
    Instant told = clock.instant();

    Term due = run("starter=100").orElseThrow();

    assertThat(due.due())
        .contains(new Term.Due("starter", new Credits(100), told, told.plus(Term.GRACE)));
    Entry event = TermEvents.of(Optional.empty(), due).orElseThrow();
    assertThat(event.occurrences().getFirst().type()).isEqualTo(EventType.IDENTITY_PAYMENT_DUE);
    assertThat(event.occurrences().getFirst().data())
        .containsEntry("credits", 100L)
        .containsEntry("suspendedAt", "2031-05-21T12:00:00.000Z");
    clock.advance(Term.GRACE.minus(MOMENT));
    assertThat(run("starter=100")).isEmpty();
    assertThat(state()).isEqualTo(IdentityState.ACTIVE);
    clock.advance(MOMENT);
    Term stopped = run("starter=100").orElseThrow();
    assertThat(TermEvents.of(Optional.of(due), stopped)).as("told again").isEmpty();
    assertThat(state()).isEqualTo(IdentityState.SUSPENDED);
    assertThat(run("starter=100")).isEmpty();
    assertThat(charges()).isEmpty();

    fund(1);
    run("starter=100");

    assertThat(state()).isEqualTo(IdentityState.ACTIVE);
    assertThat(charges()).containsExactly(100L);
    assertThat(term().due()).isEmpty();
    assertThat(term().paidUntil()).isEqualTo(clock.instant().plus(Term.PERIOD));
  }

  @Test
  void whatIsPaidWithinTheGraceCountsFromWhenItWasDue() {
    Instant begin = clock.instant();
    run("starter=100");
    clock.advance(Term.GRACE.minus(MOMENT));
    fund(100);

    run("starter=100");

    assertThat(term().paidUntil()).isEqualTo(begin.plus(Term.PERIOD));
  }

  @Test
  void whoWasPausedBeforeItWasSuspendedIsPausedAfterwards() {
    change(IdentityState.PAUSED);
    run("starter=100");
    clock.advance(Term.GRACE);
    run("starter=100");
    assertThat(state()).isEqualTo(IdentityState.SUSPENDED);
    fund(100);

    run("starter=100");

    assertThat(state()).isEqualTo(IdentityState.PAUSED);
  }

  @Test
  void whoIsBeingMadeOrDeletedPaysNothing() {
    fund(1000);
    for (IdentityState state : List.of(IdentityState.PROVISIONING, IdentityState.DELETED)) {
      change(state);
      assertThat(run("starter=100")).as("%s", state).isEmpty();
    }
    assertThat(charges()).isEmpty();
  }

  @Test
  void aDearerTierCostsTheDifferenceForTheRestOfThePeriodAndACheaperOneNothing() {
    fund(1000);
    run("starter=100,growth=400");
    Instant end = term().paidUntil();
    clock.advance(Term.PERIOD.dividedBy(3));
    tier("growth");
    run("starter=100,growth=400");
    assertThat(charges()).containsExactly(100L, 200L);
    assertThat(term().paidUntil()).isEqualTo(end);

    tier("starter");
    assertThat(run("starter=100,growth=400")).isEmpty();
    tier("growth");
    assertThat(run("starter=100,growth=400")).isEmpty();
    clock.advance(Duration.between(clock.instant(), end));
    run("starter=100,growth=400");

    assertThat(charges()).containsExactly(100L, 200L, 400L);
  }

  @Test
  void whoTakesADearerTierWithoutTheCreditsHasADayAndHasItOnce() {
    String prices = "starter=100,growth=400";
    fund(100);
    run(prices);
    tier("growth");
    Instant told = clock.instant();
    assertThat(run(prices).orElseThrow().due().orElseThrow().suspendedAt())
        .isEqualTo(told.plus(Term.UPGRADE_GRACE));
    clock.advance(Term.UPGRADE_GRACE.minus(MOMENT));
    assertThat(run(prices)).isEmpty();

    tier("starter");
    assertThat(run(prices).orElseThrow().due()).as("what it has is paid for").isEmpty();
    tier("growth");
    assertThat(run(prices).orElseThrow().due().orElseThrow().suspendedAt())
        .as("no second day")
        .isEqualTo(told.plus(Term.UPGRADE_GRACE));
    clock.advance(MOMENT);
    run(prices);
    assertThat(state()).isEqualTo(IdentityState.SUSPENDED);
    tier("starter");
    run(prices);
    assertThat(state()).isEqualTo(IdentityState.ACTIVE);

    fund(1000);
    clock.advance(Term.PERIOD);
    run(prices);
    tier("growth");
    run(prices);
    assertThat(charges()).startsWith(100L, 100L).hasSize(3);
    assertThat(term().graceUntil()).as("a payment gives time anew").isEmpty();
  }

  @Test
  void aRenewalHasItsWeekWhateverWasTriedBefore() {
    String prices = "starter=100,growth=400";
    fund(100);
    run(prices);
    tier("growth");
    run(prices);
    tier("starter");
    run(prices);
    clock.advance(Term.PERIOD);

    assertThat(run(prices).orElseThrow().due().orElseThrow().suspendedAt())
        .isEqualTo(clock.instant().plus(Term.GRACE));
  }

  @Test
  void aWeekToPayARenewalBeginsOnceHoweverOftenTheTierIsChanged() {
    fund(100);
    run("starter=100");
    clock.advance(Term.PERIOD);
    Instant due = clock.instant();
    for (int day = 0; day < 7; day++) {
      tier("starter");
      Term owing = run("starter=100").orElseThrow();
      assertThat(owing.due().orElseThrow().suspendedAt()).isEqualTo(due.plus(Term.GRACE));
      tier("growth");
      assertThat(run("starter=100").orElseThrow().due()).as("it costs nothing").isEmpty();
      clock.advance(Duration.ofDays(1));
    }
    tier("starter");
    run("starter=100");
    run("starter=100");
    assertThat(state()).isEqualTo(IdentityState.SUSPENDED);
  }

  @Test
  void wherePricesAreTakenBackNothingIsOwed() {
    run("starter=100");
    clock.advance(Term.GRACE);
    run("starter=100");

    run("");

    assertThat(state()).isEqualTo(IdentityState.ACTIVE);
    assertThat(term().due()).isEmpty();
    assertThat(charges()).isEmpty();
    assertThat(run("")).isEmpty();
  }

  @Test
  void whateverHappensNoPeriodIsChargedTwiceAndTheLedgerIsThePurse() {
    Random random = new Random(4402);
    for (int i = 0; i < 600; i++) {
      switch (random.nextInt(4)) {
        case 0 -> fund(random.nextInt(1, 120));
        case 1 -> clock.advance(Duration.ofHours(random.nextInt(1, 400)));
        default -> Race.run(2, _ -> () -> run("starter=100"));
      }
      long available = ports.purses().find(tenant).orElseThrow().available().count();
      assertThat(entries().stream().mapToLong(LedgerEntry::credits).sum()).isEqualTo(available);
      boolean paid = terms.find(id).filter(it -> it.due().isEmpty()).isPresent();
      assertThat(state() == IdentityState.SUSPENDED && paid).isFalse();
    }
    List<Instant> charged =
        entries().reversed().stream()
            .filter(entry -> entry.kind() == LedgerEntry.Kind.RENEWAL)
            .map(LedgerEntry::at)
            .toList();
    assertThat(charged).hasSizeGreaterThan(20);
    // In any stretch of time there are no more charges than periods that can begin in it, given
    // that one may be paid as late as the grace allows, or the schedule comes.
    for (int first = 0; first < charged.size(); first++) {
      for (int last = first + 2; last < charged.size(); last++) {
        assertThat(Duration.between(charged.get(first), charged.get(last)))
            .isGreaterThanOrEqualTo(Term.PERIOD.multipliedBy(last - first - 1L));
      }
    }
  }

  private Optional<Term> run(String prices) {
    Identity identity = ports.identities().find(id).orElseThrow();
    return new RenewTier(ports.identities(), terms, TierPrices.parse(prices), clock)
        .renew(identity);
  }

  private void fund(long credits) {
    gifts++;
    ports
        .purses()
        .book(
            LedgerEntry.booking(
                tenant,
                LedgerEntry.Kind.ADJUSTMENT,
                credits,
                "gift-" + gifts,
                "",
                clock.instant()));
  }

  private Term term() {
    return terms.find(id).orElseThrow();
  }

  private IdentityState state() {
    return roster().state();
  }

  private Roster roster() {
    return ports.identities().roster(id).orElseThrow();
  }

  private void change(IdentityState state) {
    ports.identities().change(roster(), roster().next(state), clock.instant());
  }

  private void tier(String name) {
    Identity now = ports.identities().find(id).orElseThrow();
    ports.identities().changeTier(now, name, roster().next(roster().state()), clock.instant());
  }

  private List<LedgerEntry> entries() {
    return ports.purses().entries(tenant, Optional.empty(), 5000);
  }

  private List<Long> charges() {
    List<Long> charges = new ArrayList<>();
    for (LedgerEntry entry : entries().reversed()) {
      if (entry.kind() == LedgerEntry.Kind.RENEWAL) {
        charges.add(-entry.credits());
      }
    }
    return charges;
  }
}
