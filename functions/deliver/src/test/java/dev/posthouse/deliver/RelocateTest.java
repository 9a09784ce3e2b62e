package dev.posthouse.deliver;

import static dev.posthouse.testing.Fixtures.NOW;
import static dev.posthouse.testing.Fixtures.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.outbound.DayUnit;
import dev.posthouse.domain.outbound.JobStatus;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.pool.MailboxState;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A job goes out on the day it is counted on, from the mailbox it is counted for.
class RelocateTest {
  private static final LocalDate TOMORROW = TODAY.plusDays(1);
  private static final Duration TO_TOMORROW = Duration.ofHours(13);

  private final Delivery delivery = new Delivery(10, 10, 10);

  @Test
  void whatIsLateByADayIsCountedOnTheDayItGoesOut() {
    OutboundJob job = delivery.accept();
    delivery.clock.advance(TO_TOMORROW);

    OutboundJob sent = delivery.advance(job);

    assertThat(sent.status()).isEqualTo(JobStatus.SENT);
    assertThat(sent.unit().map(DayUnit::day)).contains(TOMORROW);
    assertThat(delivery.sheet(TOMORROW).total()).isEqualTo(1);
    assertThat(delivery.mailer.calls()).hasSize(1);
  }

  @Test
  void atTheLastMomentOfItsDayAJobStaysAndAtTheFirstOfTheNextItMoves() {
    OutboundJob early = delivery.accept();
    OutboundJob late = delivery.accept();

    delivery.clock.set(TOMORROW.atStartOfDay(ZoneOffset.UTC).toInstant().minusMillis(1));
    assertThat(delivery.advance(early).unit().map(DayUnit::day)).contains(TODAY);
    delivery.clock.advance(Duration.ofMillis(1));
    assertThat(delivery.advance(late).unit().map(DayUnit::day)).contains(TOMORROW);

    assertThat(delivery.sheet(TOMORROW).total()).isEqualTo(1);
  }

  @Test
  void aJobPutOffPastMidnightIsCountedAnew() {
    delivery.clock.set(TOMORROW.atStartOfDay(ZoneOffset.UTC).toInstant().minusSeconds(1));
    OutboundJob job = delivery.accept();
    delivery.mailer.next(RecordingMailer.BUSY);
    delivery.advance(job);

    delivery.clock.advance(Duration.ofSeconds(10));
    OutboundJob sent = delivery.advance(job);

    assertThat(sent.status()).isEqualTo(JobStatus.SENT);
    assertThat(delivery.sheet(TOMORROW).total()).isEqualTo(1);
  }

  @Test
  void aLateJobDoesNotTakeTheNextDayOverItsCap() {
    var full = new Delivery(2, 2);
    OutboundJob late = full.accept();
    full.clock.advance(TO_TOMORROW);
    full.accept();
    full.accept();

    OutboundJob moved = full.advance(late);

    assertThat(moved.status()).isEqualTo(JobStatus.QUEUED);
    assertThat(moved.unit().map(DayUnit::day)).contains(TOMORROW.plusDays(1));
    assertThat(moved.progress().dueAt())
        .isEqualTo(TOMORROW.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
    assertThat(full.sheet(TOMORROW).total()).isEqualTo(2);
    assertThat(full.mailer.calls()).isEmpty();

    full.clock.advance(Duration.ofDays(1));
    full.sweepDue.sweep(() -> true);
    assertThat(full.now(late).status()).isEqualTo(JobStatus.SENT);
  }

  @Test
  void aLoweredCapPutsAJobOffAndDoesNotFailIt() {
    OutboundJob job = delivery.accept();
    delivery.change(
        before -> before.next(before.state(), before.displayName(), 0, before.mailboxes()));
    delivery.clock.advance(TO_TOMORROW);

    OutboundJob held = delivery.advance(job);

    assertThat(held.status()).isEqualTo(JobStatus.QUEUED);
    assertThat(held.progress().dueAt()).isAfter(delivery.clock.instant());
    assertThat(delivery.mailer.calls()).isEmpty();
  }

  @Test
  void aJobOfAPulledMailboxGoesOutFromAnotherAndIsCountedThere() {
    OutboundJob job = delivery.accept();
    delivery.change(before -> before.replacing(0, box -> box.in(MailboxState.PULLED)));

    OutboundJob sent = delivery.advance(job);

    assertThat(sent.status()).isEqualTo(JobStatus.SENT);
    assertThat(sent.account()).isEqualTo(delivery.roster.mailbox(1).orElseThrow().address());
    assertThat(delivery.mailer.calls().getFirst().job().account()).isEqualTo(sent.account());
    assertThat(delivery.sheet(TODAY).used(0)).isZero();
    assertThat(delivery.sheet(TODAY).used(1)).isEqualTo(1);
    assertThat(delivery.counted()).isEqualTo(1);
  }

  @Test
  void aSickMailboxDoesNotSendEither() {
    OutboundJob job = delivery.accept();
    delivery.change(before -> before.replacing(0, box -> box.withHealth(19)));

    assertThat(delivery.advance(job).envelope().sender().ordinal()).isEqualTo(1);
  }

  @Test
  void aJobsOwnPlaceDoesNotStandInItsWay() {
    var full = new Delivery(1, 1, 1);
    OutboundJob job = full.accept();
    full.change(before -> before.replacing(0, box -> box.in(MailboxState.PULLED)));

    assertThat(full.advance(job).status()).isEqualTo(JobStatus.SENT);
    assertThat(full.counted()).isEqualTo(1);
  }

  @Test
  void aPausedIdentityHoldsItsJobsUntilItIsResumed() {
    OutboundJob job = delivery.accept();
    delivery.set(IdentityState.PAUSED);

    OutboundJob held = delivery.advance(job);

    assertThat(held.status()).isEqualTo(JobStatus.QUEUED);
    assertThat(held.progress().dueAt()).isEqualTo(NOW.plus(Duration.ofMinutes(15)));
    assertThat(Objects.requireNonNull(held.progress().lastError()).code())
        .isEqualTo("identity_inactive");
    assertThat(delivery.mailer.calls()).isEmpty();

    delivery.set(IdentityState.ACTIVE);
    delivery.clock.advance(Duration.ofMinutes(15));
    delivery.sweepDue.sweep(() -> true);
    assertThat(delivery.now(job).status()).isEqualTo(JobStatus.SENT);
    assertThat(delivery.counted()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {7 * 24 * 60, 7 * 24 * 60 + 1})
  void aHeldJobIsGivenUpAfterAWeek(int minutes) {
    OutboundJob job = delivery.accept();
    delivery.set(IdentityState.PAUSED);
    delivery.clock.advance(Duration.ofMinutes(minutes));

    OutboundJob after = delivery.advance(job);

    assertThat(after.status())
        .isEqualTo(minutes > 7 * 24 * 60 ? JobStatus.FAILED : JobStatus.QUEUED);
    assertThat(delivery.mailer.calls()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = IdentityState.class,
      names = {"SUSPENDED", "DELETED"})
  void anIdentityStoppedForGoodFailsItsJobsAndGivesTheirPlacesBack(IdentityState state) {
    OutboundJob job = delivery.accept();
    delivery.set(state);

    OutboundJob failed = delivery.advance(job);

    assertThat(failed.status()).isEqualTo(JobStatus.FAILED);
    assertThat(delivery.mailer.calls()).isEmpty();
    assertThat(delivery.counted()).isZero();
  }

  @Test
  void aPoolWithNobodyAbleHoldsItsJobs() {
    OutboundJob job = delivery.accept();
    delivery.change(before ->
        before
            .replacing(0, box -> box.in(MailboxState.RETIRED))
            .replacing(1, box -> box.withHealth(0))
            .next(IdentityState.ACTIVE));

    OutboundJob held = delivery.advance(job);

    assertThat(held.status()).isEqualTo(JobStatus.QUEUED);
    assertThat(Objects.requireNonNull(held.progress().lastError()).code())
        .isEqualTo("no_eligible_mailbox");
    assertThat(delivery.counted()).isEqualTo(1);
  }

  @Test
  void whoeverIsFasterToTheLastPlaceTheJobIsLookedAtAgain() {
    var racing = new CrowdedJobs();
    var crowded = new Delivery(racing::over, 10, 10);
    OutboundJob job = crowded.accept();
    crowded.clock.advance(TO_TOMORROW);

    racing.refuse(4);
    assertThat(crowded.advance(job).status()).isEqualTo(JobStatus.SENT);

    OutboundJob unlucky = crowded.accept();
    crowded.clock.advance(Duration.ofDays(1));
    racing.refuse(5);
    OutboundJob held = crowded.advance(unlucky);
    assertThat(held.status()).isEqualTo(JobStatus.QUEUED);
    assertThat(Objects.requireNonNull(held.progress().lastError()).code()).isEqualTo("contention");
    assertThat(held.progress().dueAt()).isAfter(crowded.clock.instant());
  }

  @Test
  void aJobCancelledWhileItIsMovedStaysCancelled() {
    var racing = new CrowdedJobs();
    var crowded = new Delivery(racing::over, 10, 10);
    OutboundJob job = crowded.accept();
    crowded.clock.advance(TO_TOMORROW);
    racing.beforeMove(() -> crowded.write(job, seen -> seen.cancelled(crowded.clock.instant())));

    assertThat(crowded.advance(job).status()).isEqualTo(JobStatus.CANCELLED);
    assertThat(crowded.mailer.calls()).isEmpty();
    assertThat(crowded.counted()).isZero();
  }
}
