package dev.posthouse.domain.outbound;

import static dev.posthouse.domain.outbound.OutboundFixtures.ERROR;
import static dev.posthouse.domain.outbound.OutboundFixtures.LEASE;
import static dev.posthouse.domain.outbound.OutboundFixtures.NOW;
import static dev.posthouse.domain.outbound.OutboundFixtures.SENDER;
import static dev.posthouse.domain.outbound.OutboundFixtures.in;
import static dev.posthouse.domain.outbound.OutboundFixtures.job;
import static dev.posthouse.domain.outbound.OutboundFixtures.queued;
import static dev.posthouse.domain.outbound.OutboundFixtures.scheduled;
import static dev.posthouse.domain.outbound.OutboundFixtures.sender;
import static dev.posthouse.domain.outbound.OutboundFixtures.sending;
import static dev.posthouse.domain.outbound.OutboundFixtures.sent;
import static dev.posthouse.domain.outbound.OutboundFixtures.uncertain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.domain.purse.Charge;
import dev.posthouse.domain.purse.Credits;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class OutboundJobTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 3, 4);
  private static final Instant LATER = NOW.plusSeconds(7200);

  /// Every step, and the states it may be taken from.
  static List<Step> steps() {
    return List.of(
        step("claimed", job -> job.claimed(LATER, LEASE), JobStatus.SCHEDULED, JobStatus.QUEUED),
        step("sent", job -> job.sent("0100ses", LATER), JobStatus.SENDING),
        step(
            "failed",
            job -> job.failed(ERROR, LATER),
            JobStatus.SCHEDULED,
            JobStatus.QUEUED,
            JobStatus.SENDING,
            JobStatus.UNCERTAIN),
        step("postponed", job -> job.postponed(LATER, ERROR, NOW), JobStatus.SENDING),
        step("held", job -> job.held(LATER, ERROR, NOW), JobStatus.SCHEDULED, JobStatus.QUEUED),
        step("uncertain", job -> job.uncertain(ERROR, LATER), JobStatus.SENDING),
        step("evidenceMissed", job -> job.evidenceMissed(LATER), JobStatus.UNCERTAIN),
        step("cancelled", job -> job.cancelled(LATER), JobStatus.SCHEDULED, JobStatus.QUEUED),
        step("watched", job -> job.watched(LATER), JobStatus.SENDING),
        step("due", job -> job.due(LATER), JobStatus.SCHEDULED, JobStatus.QUEUED),
        step(
            "moved",
            job -> job.moved(sender(1), LATER, NOW),
            JobStatus.SCHEDULED,
            JobStatus.QUEUED));
  }

  private static Step step(String name, UnaryOperator<OutboundJob> step, JobStatus... from) {
    return new Step(name, step, Set.of(from));
  }

  record Step(String name, UnaryOperator<OutboundJob> step, Set<JobStatus> from) {
    @Override
    public String toString() {
      return name;
    }
  }

  @ParameterizedTest
  @MethodSource("steps")
  void aStepIsTakenFromItsStatesAndFromNoOther(Step step) {
    for (JobStatus status : JobStatus.values()) {
      OutboundJob before = in(status);
      assertThat(before.status()).isEqualTo(status);
      if (step.from().contains(status)) {
        OutboundJob after = step.step().apply(before);
        assertThat(after.progress().version()).isEqualTo(before.progress().version() + 1);
        assertThat(after.id()).isEqualTo(before.id());
        assertThat(after.acceptance()).isEqualTo(before.acceptance());
        assertThat(after.payload()).isEqualTo(before.payload());
        assertThat(after.progress().endedAt() != null).isEqualTo(after.status().ended());
        assertThat(after.progress().leaseUntil() != null)
            .isEqualTo(after.status() == JobStatus.SENDING);
      } else {
        assertThatThrownBy(() -> step.step().apply(before))
            .as("%s from %s", step, status)
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining(status.toString());
      }
    }
  }

  @Test
  void aJobToBeSentNowIsQueuedAndCountedToday() {
    OutboundJob job = queued();

    assertThat(job.status()).isEqualTo(JobStatus.QUEUED);
    assertThat(job.unit()).contains(new DayUnit(TODAY, 0));
    assertThat(job.progress().version()).isEqualTo(1);
    assertThat(job.progress().attempts()).isZero();
    assertThat(job.progress().dueAt()).isNull();
    assertThat(job.progress().delivery()).isEqualTo(DeliveryStatus.PENDING);
    assertThat(job.progress().updatedAt()).isEqualTo(NOW);
  }

  @Test
  void aJobToBeSentLaterIsScheduledAndCountedOnTheDayOfItsDispatch() {
    Instant at = Instant.parse("2026-03-05T00:00:00Z");
    OutboundJob job = job(at, DeliveryGuarantee.AT_MOST_ONCE);

    assertThat(job.status()).isEqualTo(JobStatus.SCHEDULED);
    assertThat(job.unit()).contains(new DayUnit(TODAY.plusDays(1), 0));
    assertThat(job.progress().dueAt()).isEqualTo(at);
    assertThat(job(at.minusMillis(1), DeliveryGuarantee.AT_MOST_ONCE).unit())
        .contains(new DayUnit(TODAY, 0));
  }

  @Test
  void aJobIsClaimedFromItsMomentOnAndOnItsDayOnly() {
    OutboundJob job = scheduled();
    Instant at = job.progress().dispatchAt();
    Instant midnight = Instant.parse("2026-03-05T00:00:00Z");

    assertThat(job.claimable(at.minusMillis(1))).isFalse();
    assertThat(job.claimable(at)).isTrue();
    assertThat(job.claimable(midnight.minusMillis(1))).isTrue();
    assertThat(job.claimable(midnight)).isFalse();
    assertThat(job.dispatchable(midnight)).isTrue();
    assertThatThrownBy(() -> job.claimed(at.minusMillis(1), LEASE))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> job.claimed(midnight, LEASE))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aClaimCountsAnAttemptUnderALease() {
    OutboundJob job = scheduled();
    OutboundJob sending = job.claimed(LATER, LEASE);

    assertThat(sending.progress().attempts()).isEqualTo(1);
    assertThat(sending.progress().leaseUntil()).isEqualTo(LATER.plus(LEASE));
    assertThat(sending.progress().dueAt()).isEqualTo(job.progress().dueAt());
    assertThat(sending.leaseExpired(LATER.plus(LEASE).minusMillis(1))).isFalse();
    assertThat(sending.leaseExpired(LATER.plus(LEASE))).isTrue();
    assertThat(sending.claimable(LATER)).isFalse();
    assertThat(sending.watched(LATER).progress().dueAt()).isEqualTo(LATER.plus(LEASE));
  }

  @Test
  void onlyASendingJobHasALeaseToExpire() {
    for (JobStatus status : JobStatus.values()) {
      assertThat(in(status).leaseExpired(NOW.plus(Duration.ofDays(9))))
          .isEqualTo(status == JobStatus.SENDING);
    }
  }

  @Test
  void whatReachesAMailboxHereCostsNothingAfterAll() {
    Charge reserved = Charge.reserved(new Credits(1));
    OutboundJob sending = job(NOW, DeliveryGuarantee.AT_MOST_ONCE, reserved).claimed(NOW, LEASE);

    assertThat(sending.deliveredInside(NOW).charge().state()).isEqualTo(Charge.State.RELEASED);
    assertThat(sending.sent("0100ses", NOW).charge().state()).isEqualTo(Charge.State.CAPTURED);
    assertThat(sending.uncertain(ERROR, NOW).charge()).isEqualTo(reserved);
  }

  @Test
  void aSentJobIsOverAndKeepsItsUnit() {
    OutboundJob postponed = sending().postponed(NOW.plusSeconds(5), ERROR, NOW);
    OutboundJob sent = postponed.claimed(LATER, LEASE).sent("0100ses", LATER.plusMillis(9));

    assertThat(sent.progress().sesMessageId()).isEqualTo("0100ses");
    assertThat(sent.progress().sentAt()).isEqualTo(LATER.plusMillis(9));
    assertThat(sent.progress().endedAt()).isEqualTo(LATER.plusMillis(9));
    assertThat(sent.progress().dueAt()).isNull();
    assertThat(sent.progress().lastError()).isNull();
    assertThat(sent.progress().attempts()).isEqualTo(2);
    assertThat(sent.unit()).contains(new DayUnit(TODAY, 0));
  }

  @Test
  void aFailedOrCancelledJobIsOverAndGivesItsUnitBack() {
    OutboundJob failed = uncertain().failed(ERROR, LATER);
    OutboundJob cancelled = scheduled().cancelled(LATER);

    assertThat(failed.progress().lastError()).isEqualTo(ERROR);
    for (OutboundJob over : new OutboundJob[] {failed, cancelled}) {
      assertThat(over.unit()).isEmpty();
      assertThat(over.progress().dueAt()).isNull();
      assertThat(over.progress().endedAt()).isEqualTo(LATER);
    }
  }

  @Test
  void aPostponedOrHeldJobWaitsForItsMomentAndTheSweep() {
    OutboundJob postponed = sending().postponed(LATER, ERROR, NOW);
    OutboundJob held = queued().held(LATER, ERROR, NOW);

    for (OutboundJob waiting : new OutboundJob[] {postponed, held}) {
      assertThat(waiting.status()).isEqualTo(JobStatus.QUEUED);
      assertThat(waiting.progress().dispatchAt()).isEqualTo(LATER);
      assertThat(waiting.progress().dueAt()).isEqualTo(LATER);
      assertThat(waiting.progress().lastError()).isEqualTo(ERROR);
      assertThat(waiting.claimable(LATER.minusMillis(1))).isFalse();
      assertThat(waiting.claimable(LATER)).isTrue();
    }
  }

  @Test
  void anUncertainJobWaitsAQuarterOfAnHourForEvidence() {
    OutboundJob job = uncertain();
    Instant deadline = NOW.plus(Duration.ofMinutes(15));

    assertThat(job.progress().dueAt()).isEqualTo(deadline);
    assertThat(job.evidenceOverdue(deadline.minusMillis(1))).isFalse();
    assertThat(job.evidenceOverdue(deadline)).isTrue();
    assertThat(sending().evidenceOverdue(deadline)).isFalse();
    assertThat(sent().evidenceOverdue(deadline)).isFalse();
  }

  @Test
  void withoutEvidenceAJobSentAtMostOnceFails() {
    OutboundJob over = uncertain().evidenceMissed(LATER);

    assertThat(over.status()).isEqualTo(JobStatus.FAILED);
    assertThat(Optional.ofNullable(over.progress().lastError()).map(JobError::code))
        .contains("unknown_outcome");
    assertThat(over.unit()).isEmpty();
    assertThat(over.progress().retriedUncertain()).isFalse();
  }

  @Test
  void withoutEvidenceAJobSentAtLeastOnceIsQueuedAgainAndSaysSo() {
    OutboundJob again =
        job(NOW, DeliveryGuarantee.AT_LEAST_ONCE)
            .claimed(NOW, LEASE)
            .uncertain(ERROR, NOW)
            .evidenceMissed(LATER);

    assertThat(again.status()).isEqualTo(JobStatus.QUEUED);
    assertThat(again.progress().retriedUncertain()).isTrue();
    assertThat(again.progress().dueAt()).isNull();
    assertThat(again.unit()).contains(new DayUnit(TODAY, 0));
    assertThat(again.claimable(LATER)).isTrue();
    OutboundJob sent = again.claimed(LATER, LEASE).sent("0101ses", LATER);
    assertThat(sent.progress().retriedUncertain()).isTrue();
    assertThat(sent.progress().attempts()).isEqualTo(2);
  }

  @Test
  void aMovedJobIsCountedAndSentElsewhere() {
    Instant tomorrow = NOW.plus(Duration.ofDays(1));
    OutboundJob moved = queued().moved(sender(1), tomorrow, NOW);

    assertThat(moved.status()).isEqualTo(JobStatus.QUEUED);
    assertThat(moved.account()).isEqualTo(sender(1).address());
    assertThat(moved.envelope().sender()).isEqualTo(sender(1));
    assertThat(moved.unit()).contains(new DayUnit(TODAY.plusDays(1), 1));
    assertThat(moved.progress().dueAt()).isEqualTo(tomorrow);
    assertThat(moved.acceptance().account()).isEqualTo(SENDER.address());
    assertThat(moved.claimable(tomorrow)).isTrue();
  }

  @Test
  void aJobMovedToNowIsLeftToTheStream() {
    assertThat(queued().moved(sender(1), NOW, NOW).progress().dueAt()).isNull();
  }

  @Test
  void aLostJobIsDueNowOrWhenItsMomentComes() {
    assertThat(queued().due(LATER).progress().dueAt()).isEqualTo(LATER);
    assertThat(scheduled().due(NOW).progress().dueAt())
        .isEqualTo(scheduled().progress().dispatchAt());
  }

  @Test
  void theSubjectIsKnownWhereverTheContentIs() {
    OutboundJob inline = queued();
    var stored =
        new OutboundJob(
            inline.id(),
            inline.envelope(),
            new Payload.Stored("key", "Elsewhere"),
            inline.acceptance(),
            inline.progress());

    assertThat(inline.subject()).isEqualTo("Hello");
    assertThat(stored.subject()).isEqualTo("Elsewhere");
  }
}
