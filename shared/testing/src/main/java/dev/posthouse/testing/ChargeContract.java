package dev.posthouse.testing;

import static dev.posthouse.testing.Fixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.domain.outbound.Admission;
import dev.posthouse.domain.outbound.Evidence;
import dev.posthouse.domain.outbound.JobError;
import dev.posthouse.domain.outbound.Jobs.StepResult;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.outbound.Outbox;
import dev.posthouse.domain.outbound.Standing;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.purse.Charge;
import dev.posthouse.domain.purse.Credits;
import dev.posthouse.domain.purse.LedgerEntry;
import dev.posthouse.domain.purse.LedgerEntry.Kind;
import dev.posthouse.domain.purse.Moments;
import dev.posthouse.domain.purse.Purse;
import dev.posthouse.domain.purse.Quota;
import dev.posthouse.domain.purse.Reservation;
import dev.posthouse.domain.tenant.BillingState;
import dev.posthouse.domain.tenant.OutboundStatus;
import dev.posthouse.domain.tenant.SendPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What an [Outbox] and [dev.posthouse.domain.outbound.Jobs] promise together about credits: they
/// are reserved with the job or not at all, captured or released once, and the ledger says so.
public interface ChargeContract extends StoreContract {
  /// Errors of failed jobs in the tests.
  JobError ERROR = new JobError("invalid_recipient", "No.");

  @Test
  default void whatAMessageCostsIsReservedWithItsJob() {
    Roster roster = funded(5);
    OutboundJob job = charged(roster);

    assertThat(ports().outbox().commit(admission(roster, job, Quota.NONE))).isTrue();

    assertPurse(roster, 4, 1);
    assertThat(ports().jobs().find(job.id())).contains(job);
    assertThat(purse(roster).sends()).isEqualTo(1);
    assertThat(ledger(roster)).extracting(LedgerEntry::kind).containsExactly(Kind.TOPUP);
    assertLedger(roster);
  }

  @Test
  default void aDecisionReadsThePurseWhereItAsksForRoutes() {
    Roster roster = funded(5);

    assertThat(standing(roster, true).purse()).contains(purse(roster));
    assertThat(standing(roster, false).purse()).isEmpty();
  }

  @Test
  default void noMoreIsReservedThanThereIs() {
    Roster roster = funded(1);
    Admission first = admission(roster, charged(roster), Quota.NONE);
    Admission second = admission(roster, charged(roster), Quota.NONE);

    assertThat(ports().outbox().commit(first)).isTrue();
    assertRefused(roster, second);

    assertPurse(roster, 0, 1);
  }

  @Test
  default void aPlanWithoutLimitsLetsTwoDecisionsOnOnePursePass() {
    Roster roster = funded(5);
    Admission first = admission(roster, charged(roster), Quota.NONE);
    Admission second = admission(roster, charged(roster), Quota.NONE);

    assertThat(ports().outbox().commit(first)).isTrue();
    assertThat(ports().outbox().commit(second)).isTrue();

    assertPurse(roster, 3, 2);
    assertThat(purse(roster).sends()).isEqualTo(2);
  }

  @Test
  default void aPlanWithLimitsTakesOneDecisionOnOnePurse() {
    Roster roster = funded(5);
    Quota quota = daily(2);
    Admission first = admission(roster, charged(roster), quota);
    Admission second = admission(roster, charged(roster), quota);

    assertThat(ports().outbox().commit(first)).isTrue();
    assertRefused(roster, second);

    assertThat(purse(roster).recent().times()).containsExactly(NOW);
    assertThat(ports().outbox().commit(admission(roster, charged(roster), quota))).isTrue();
    assertThat(purse(roster).recent().times()).containsExactly(NOW, NOW);
  }

  @Test
  default void aDecisionOnAnotherPlanIsRefused() {
    Roster roster = funded(5);
    Admission decided = admission(roster, charged(roster), Quota.NONE);
    SendPolicy paid = purse(roster).policy();

    var free = new SendPolicy(BillingState.FREE, paid.outbound());
    ports().tenants().changePolicy(roster.tenant(), paid, free, NOW);

    assertRefused(roster, decided);
  }

  @Test
  default void aDecisionBeforeASuspensionIsRefused() {
    Roster roster = funded(5);
    Admission decided = admission(roster, charged(roster), Quota.NONE);

    ports().tenants().setOutboundStatus(roster.tenant(), OutboundStatus.SUSPENDED);

    assertRefused(roster, decided);
  }

  @Test
  default void nothingIsReservedForAJobThatIsThere() {
    Roster roster = funded(5);
    OutboundJob job = charged(roster);
    ports().outbox().commit(admission(roster, job, Quota.NONE));

    assertThat(ports().outbox().commit(admission(roster, job, Quota.NONE))).isFalse();

    assertPurse(roster, 4, 1);
    assertThat(purse(roster).sends()).isEqualTo(1);
  }

  @Test
  default void whatIsSentIsCapturedOnce() {
    Roster roster = funded(5);
    OutboundJob sending = sending(roster);
    OutboundJob sent = sending.sent("0100ses", NOW.plusMillis(2));

    assertThat(ports().jobs().update(sending, sent)).isEqualTo(new StepResult.Done(sent));
    assertThat(ports().jobs().update(sending, sent))
        .isEqualTo(new StepResult.Stale(Optional.of(sent)));

    assertPurse(roster, 4, 0);
    assertThat(ports().jobs().find(sent.id())).contains(sent);
    LedgerEntry newest = ledger(roster).getFirst();
    assertThat(newest.kind()).isEqualTo(Kind.CAPTURE);
    assertThat(newest.reference()).isEqualTo(sent.id().value());
    assertThat(newest.at()).isEqualTo(NOW.plusMillis(2));
    assertThat(ledger(roster)).hasSize(2);
    assertLedger(roster);
  }

  @Test
  default void whatFailsIsReleasedOnceAndItsUnitGivenBack() {
    Roster roster = funded(5);
    OutboundJob sending = sending(roster);
    OutboundJob failed = sending.failed(ERROR, NOW.plusMillis(2));

    assertThat(ports().jobs().update(sending, failed)).isEqualTo(new StepResult.Done(failed));
    assertThat(ports().jobs().update(sending, failed))
        .isEqualTo(new StepResult.Stale(Optional.of(failed)));

    assertPurse(roster, 5, 0);
    assertThat(ledger(roster))
        .extracting(LedgerEntry::kind)
        .containsExactly(Kind.RELEASE, Kind.TOPUP);
    assertCounts(sheet(roster, Fixtures.TODAY), 0, 0);
    assertLedger(roster);
  }

  @Test
  default void aReleaseGivesNoSlotBack() {
    Roster roster = funded(5);
    OutboundJob job = charged(roster);
    ports().outbox().commit(admission(roster, job, daily(1)));

    ports().jobs().update(job, job.cancelled(NOW.plusMillis(1)));

    assertPurse(roster, 5, 0);
    assertThat(purse(roster).recent().times()).containsExactly(NOW);
    assertThat(daily(1).full(moments(roster), 1, NOW.plusMillis(2))).isPresent();
  }

  @Test
  default void whatIsReleasedStaysReleasedWhateverComesLater() {
    Roster roster = funded(5);
    OutboundJob sending = sending(roster);
    OutboundJob failed = sending.failed(ERROR, NOW.plusMillis(2));
    ports().jobs().update(sending, failed);

    OutboundJob delivered = evidence(failed, Evidence.Kind.DELIVERY);
    assertThat(ports().jobs().update(failed, delivered)).isEqualTo(new StepResult.Done(delivered));

    assertPurse(roster, 5, 0);
    assertThat(ledger(roster)).hasSize(2);
  }

  @Test
  default void aBounceAfterTheCaptureMovesNothing() {
    Roster roster = funded(5);
    OutboundJob first = sending(roster);
    sending(roster);
    OutboundJob sent = first.sent("0100ses", NOW.plusMillis(2));
    ports().jobs().update(first, sent);

    OutboundJob bounced = evidence(sent, Evidence.Kind.BOUNCE);
    assertThat(ports().jobs().update(sent, bounced)).isEqualTo(new StepResult.Done(bounced));
    OutboundJob rejected = evidence(bounced, Evidence.Kind.REJECT);
    assertThat(ports().jobs().update(bounced, rejected)).isEqualTo(new StepResult.Done(rejected));

    assertPurse(roster, 3, 1);
    assertLedger(roster);
  }

  @Test
  default void nothingIsSettledThatWasNotReserved() {
    Roster roster = funded(5);
    OutboundJob honest = charged(roster);
    ports().outbox().commit(Fixtures.followups(roster, honest));

    for (OutboundJob after : List.of(honest.cancelled(NOW), evidence(honest, Evidence.Kind.SEND))) {
      assertThatThrownBy(() -> ports().jobs().update(honest, after))
          .isInstanceOf(IllegalStateException.class);
    }

    assertPurse(roster, 5, 0);
    assertThat(ledger(roster)).hasSize(1);
    assertThat(ports().jobs().find(honest.id())).contains(honest);
  }

  @Test
  @Racing
  default void aHundredDecisionsOnAFewCreditsReserveExactlyThose() {
    Roster roster = funded(7);

    List<Boolean> taken =
        Race.run(
            16,
            number ->
                () -> {
                  for (int attempt = 0; attempt < 60; attempt++) {
                    Purse purse = purse(roster);
                    if (purse.available().equals(Credits.ZERO)) {
                      return false;
                    }
                    OutboundJob job = charged(roster);
                    if (ports().outbox().commit(admission(roster, job, purse, Quota.NONE))) {
                      return true;
                    }
                  }
                  throw new AssertionError("neither taken nor out of credits");
                });

    assertThat(taken).filteredOn(Boolean.TRUE::equals).hasSize(7);
    assertPurse(roster, 0, 7);
    assertLedger(roster);
  }

  @Test
  default void theLedgerAddsUpThroughAnyHistory() {
    Roster roster = funded(10);
    var random = new Random(11);
    var open = new ArrayList<OutboundJob>();
    long captured = 0;
    long granted = 10;
    for (int i = 0; i < 120; i++) {
      Instant now = NOW.plusMillis(i);
      Purse purse = purse(roster);
      if (random.nextInt(8) == 0) {
        int credits = random.nextInt(1, 5);
        granted += credits;
        book(roster, credits, "rcp_" + i, now);
      } else if (open.isEmpty() || random.nextBoolean()) {
        if (!purse.available().equals(Credits.ZERO)) {
          OutboundJob job = charged(roster);
          assertThat(ports().outbox().commit(admission(roster, job, purse, daily(50)))).isTrue();
          open.add(job);
        }
      } else {
        OutboundJob job = open.remove(random.nextInt(open.size()));
        boolean sent = random.nextBoolean();
        captured += sent ? 1 : 0;
        OutboundJob after = sent ? evidence(job, Evidence.Kind.SEND) : job.cancelled(now);
        assertThat(ports().jobs().update(job, after)).isEqualTo(new StepResult.Done(after));
      }
      assertPurse(roster, granted - captured - open.size(), open.size());
      assertLedger(roster);
    }
  }

  private Roster funded(long credits) {
    Roster roster = Fixtures.pool(ports(), 150, 93);
    book(roster, credits, "rcp_first", NOW.minusSeconds(1));
    return roster;
  }

  private void book(Roster roster, long credits, String receipt, Instant at) {
    ports()
        .purses()
        .book(LedgerEntry.booking(roster.tenant(), Kind.TOPUP, credits, receipt, "", at));
  }

  private static OutboundJob charged(Roster roster) {
    OutboundJob free = Fixtures.job(roster, 0, Fixtures.person());
    return OutboundJob.accepted(
        free.id(),
        free.envelope(),
        free.payload(),
        free.acceptance(),
        Charge.reserved(new Credits(1)));
  }

  private Admission admission(Roster roster, OutboundJob job, Quota quota) {
    return admission(roster, job, purse(roster), quota);
  }

  private static Admission admission(Roster roster, OutboundJob job, Purse purse, Quota quota) {
    Reservation reservation = purse.reserve(1, quota, NOW);
    return new Admission(roster, Fixtures.followups(roster, job).messages(), null, reservation);
  }

  /// A job taken, paid and claimed.
  private OutboundJob sending(Roster roster) {
    OutboundJob job = charged(roster);
    assertThat(ports().outbox().commit(admission(roster, job, Quota.NONE))).isTrue();
    OutboundJob sending = job.claimed(NOW.plusMillis(1), Duration.ofSeconds(90));
    ports().jobs().update(job, sending);
    return sending;
  }

  private static OutboundJob evidence(OutboundJob job, Evidence.Kind kind) {
    Instant at = NOW.plusSeconds(5);
    return job.withEvidence(new Evidence(kind, "0100ses", at, Optional.empty()), at).orElseThrow();
  }

  private static Quota daily(int max) {
    return new Quota(OptionalInt.empty(), OptionalInt.of(max));
  }

  private Purse purse(Roster roster) {
    return ports().purses().find(roster.tenant()).orElseThrow();
  }

  private Moments moments(Roster roster) {
    return new Moments(purse(roster), ports().momentPages());
  }

  private List<LedgerEntry> ledger(Roster roster) {
    return ports().purses().entries(roster.tenant(), Optional.empty(), 200);
  }

  private Standing standing(Roster roster, boolean routes) {
    return ports()
        .outbox()
        .standing(
            new Outbox.Inquiry(
                roster.tenant(), roster.identity(), Fixtures.TODAY, List.of(), List.of(), routes),
            true);
  }

  private void assertPurse(Roster roster, long available, long reserved) {
    assertThat(purse(roster).available()).isEqualTo(new Credits(available));
    assertThat(purse(roster).reserved()).isEqualTo(new Credits(reserved));
  }

  /// The sum of the ledger is what the purse holds.
  private void assertLedger(Roster roster) {
    assertThat(ledger(roster).stream().mapToLong(LedgerEntry::credits).sum())
        .isEqualTo(purse(roster).total().count());
  }

  private void assertRefused(Roster roster, Admission admission) {
    Purse before = purse(roster);

    assertThat(ports().outbox().commit(admission)).isFalse();

    assertThat(purse(roster)).isEqualTo(before);
    assertThat(ports().jobs().find(admission.messages().getFirst().job().id())).isEmpty();
  }
}
