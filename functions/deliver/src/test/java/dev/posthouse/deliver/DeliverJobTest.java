package dev.posthouse.deliver;

import static dev.posthouse.testing.Fixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.domain.outbound.DeliveryStatus;
import dev.posthouse.domain.outbound.Evidence;
import dev.posthouse.domain.outbound.JobError;
import dev.posthouse.domain.outbound.JobStatus;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.outbound.Payload;
import dev.posthouse.domain.pool.ProviderGroup;
import dev.posthouse.domain.pool.SlowLane;
import dev.posthouse.testing.Fixtures;
import dev.posthouse.testing.Race;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliverJobTest {
  private final Delivery delivery = new Delivery(10, 10, 10);

  @Test
  void aQueuedJobIsClaimedBeforeSesIsCalledAndSentAfter() {
    OutboundJob job = delivery.accept();
    var during = new ArrayList<OutboundJob>();
    delivery.mailer.during(() -> during.add(delivery.now(job)));

    OutboundJob sent = delivery.advance(job);

    assertThat(during.getFirst().status()).isEqualTo(JobStatus.SENDING);
    assertThat(during.getFirst().progress().leaseUntil()).isEqualTo(NOW.plusSeconds(90));
    assertThat(during.getFirst().progress().attempts()).isEqualTo(1);
    assertThat(delivery.mailer.calls().getFirst().job()).isEqualTo(during.getFirst());
    assertThat(delivery.mailer.calls().getFirst().content()).isEqualTo(Fixtures.content());
    assertThat(delivery.mailer.calls().getFirst().displayName()).isEqualTo("Ada of Post House");
    assertThat(sent.status()).isEqualTo(JobStatus.SENT);
    assertThat(sent.progress().sesMessageId()).isEqualTo("0100-ses");
    assertThat(sent.progress().dueAt()).isNull();
    assertThat(sent.progress().leaseUntil()).isNull();
    assertThat(delivery.counted()).isEqualTo(1);
  }

  @Test
  void ofManyReadersOfOneRecordOneCallsSes() {
    OutboundJob job = delivery.accept();

    Race.run(
        16,
        number ->
            () -> {
              delivery.deliver.advance(job);
              return number;
            });
    delivery.deliver.advance(job);

    assertThat(delivery.mailer.calls()).hasSize(1);
    assertThat(delivery.now(job).status()).isEqualTo(JobStatus.SENT);
  }

  @Test
  void aJobWhoseMomentHasNotComeIsLeftAlone() {
    OutboundJob job = delivery.acceptFor(NOW.plusSeconds(1));

    assertThat(delivery.advance(job)).isEqualTo(job);
    assertThat(delivery.mailer.calls()).isEmpty();

    delivery.clock.advance(Duration.ofSeconds(1));
    assertThat(delivery.advance(job).status()).isEqualTo(JobStatus.SENT);
  }

  @Test
  void aCancelledJobIsNeverSent() {
    OutboundJob job = delivery.accept();
    delivery.write(job, seen -> seen.cancelled(NOW));

    delivery.deliver.advance(job);
    delivery.deliver.advance(delivery.now(job));

    assertThat(delivery.mailer.calls()).isEmpty();
    assertThat(delivery.now(job).status()).isEqualTo(JobStatus.CANCELLED);
  }

  @Test
  void whatHasEndedIsNotBegunAgain() {
    OutboundJob sent = delivery.advance(delivery.accept());
    delivery.mailer.next(RecordingMailer.REFUSES);
    OutboundJob failed = delivery.advance(delivery.accept());

    assertThat(delivery.advance(sent)).isEqualTo(sent);
    assertThat(delivery.advance(failed)).isEqualTo(failed);
    assertThat(delivery.mailer.calls()).hasSize(2);
  }

  @Test
  void aDefiniteRefusalFailsTheJobAndGivesItsPlaceBack() {
    delivery.mailer.next(RecordingMailer.REFUSES);

    OutboundJob failed = delivery.advance(delivery.accept());

    assertThat(failed.status()).isEqualTo(JobStatus.FAILED);
    assertThat(failed.progress().lastError()).isEqualTo(new JobError("message_rejected", "No."));
    assertThat(failed.unit()).isEmpty();
    assertThat(delivery.counted()).isZero();
  }

  @Test
  void aBusySesIsAskedAgainLaterAndLaterButNotForEver() {
    OutboundJob job = delivery.accept();
    delivery.mailer.always(RecordingMailer.BUSY);
    List<Long> waits = new ArrayList<>();

    while (delivery.now(job).status() == JobStatus.QUEUED && waits.size() < 30) {
      OutboundJob after = delivery.advance(job);
      if (after.status() == JobStatus.QUEUED) {
        assertThat(after.progress().dueAt()).isEqualTo(after.progress().dispatchAt());
        assertThat(after.progress().leaseUntil()).isNull();
        assertThat(delivery.counted()).isEqualTo(1);
        Duration wait = Duration.between(delivery.clock.instant(), after.progress().dispatchAt());
        waits.add(wait.toSeconds());
        delivery.clock.advance(wait);
      }
    }

    assertThat(waits).startsWith(5L, 10L, 20L, 40L, 80L).endsWith(600L, 600L).hasSize(19);
    assertThat(delivery.mailer.calls()).hasSize(20);
    assertThat(delivery.now(job).status()).isEqualTo(JobStatus.FAILED);
    assertThat(delivery.now(job).progress().attempts()).isEqualTo(20);
    assertThat(delivery.counted()).isZero();
  }

  @Test
  void whatAFullAccountTurnsAwayWaitsForDaysAndComesBackAtTimesOfItsOwn() {
    List<OutboundJob> jobs = List.of(delivery.accept(), delivery.accept());
    delivery.mailer.always(RecordingMailer.FULL);
    Instant promised = delivery.now(jobs.getFirst()).acceptance().dispatchAt();
    OutboundJob job = jobs.getFirst();
    for (int attempt = 1; attempt <= 40; attempt++) {
      OutboundJob after = delivery.advance(job);
      assertThat(after.status()).isEqualTo(JobStatus.QUEUED);
      assertThat(after.progress().lastError()).extracting(JobError::code).isEqualTo("throttled");
      Duration wait = Duration.between(delivery.clock.instant(), after.progress().dispatchAt());
      assertThat(wait).isBetween(Duration.ofMillis(2_500), Duration.ofMinutes(15));
      delivery.clock.advance(wait);
    }
    assertThat(delivery.advance(jobs.getLast()).progress().dispatchAt())
        .isNotEqualTo(delivery.advance(job).progress().dispatchAt());

    delivery.mailer.always(new Mailer.Answer.Taken("0100-ses"));
    delivery.clock.advance(Duration.ofMinutes(15));
    assertThat(delivery.advance(job).status()).isEqualTo(JobStatus.SENT);
    assertThat(delivery.clock.instant()).isBefore(promised.plus(Duration.ofDays(7)));
  }

  @Test
  void whatAFullAccountTurnsAwayForAWeekFails() {
    OutboundJob job = delivery.accept();
    delivery.mailer.always(RecordingMailer.FULL);
    delivery.clock.advance(Duration.ofDays(7));
    assertThat(delivery.advance(job).status()).isEqualTo(JobStatus.QUEUED);

    delivery.clock.advance(Duration.ofHours(1));

    OutboundJob after = delivery.advance(job);
    assertThat(after.status()).isEqualTo(JobStatus.FAILED);
    assertThat(after.progress().lastError()).extracting(JobError::code).isEqualTo("throttled");
  }

  @Test
  void whatAProviderPutsOffWaitsUntilItIsTriedAgain() {
    Instant now = delivery.clock.instant();
    Instant until = now.plus(Duration.ofHours(1));
    var lane = new SlowLane(0, ProviderGroup.GMAIL, 2, until);
    delivery.change(roster -> roster.next(roster.mailboxes()).slowed(List.of(lane)));
    OutboundJob slow = delivery.accept("ada@gmail.com");
    OutboundJob other = delivery.accept("ada@yahoo.com");

    assertThat(delivery.advance(other).status()).isEqualTo(JobStatus.SENT);
    OutboundJob held = delivery.advance(slow);
    assertThat(held.status()).isEqualTo(JobStatus.QUEUED);
    assertThat(held.progress().attempts()).isZero();
    assertThat(held.progress().lastError()).extracting(JobError::code).isEqualTo("provider_slow");
    assertThat(held.progress().dueAt()).isBetween(until, until.plus(Duration.ofMinutes(30)));

    delivery.clock.advance(Duration.between(now, held.progress().dueAt()));
    assertThat(delivery.advance(slow).status()).isEqualTo(JobStatus.SENT);
  }

  @Test
  void anAmbiguousAnswerMakesTheJobUncertainAndNothingIsTriedAgain() {
    delivery.mailer.next(RecordingMailer.SILENT);

    OutboundJob uncertain = delivery.advance(delivery.accept());

    assertThat(uncertain.status()).isEqualTo(JobStatus.UNCERTAIN);
    assertThat(uncertain.progress().dueAt()).isEqualTo(NOW.plus(OutboundJob.EVIDENCE_WAIT));
    assertThat(delivery.counted()).isEqualTo(1);
    assertThat(delivery.advance(uncertain)).isEqualTo(uncertain);
    assertThat(delivery.mailer.calls()).hasSize(1);
  }

  @Test
  void aLeaseThatRanOutMakesTheJobUncertain() {
    OutboundJob job = delivery.accept();
    delivery.write(job, seen -> seen.claimed(NOW, DeliverJob.LEASE));
    delivery.clock.advance(DeliverJob.LEASE);

    OutboundJob uncertain = delivery.advance(job);

    assertThat(uncertain.status()).isEqualTo(JobStatus.UNCERTAIN);
    assertThat(Objects.requireNonNull(uncertain.progress().lastError()).code())
        .isEqualTo("lease_expired");
    assertThat(delivery.mailer.calls()).isEmpty();
  }

  @Test
  void aRecordThatComesAgainUnderALiveLeaseIsLookedAtWhenItEnds() {
    OutboundJob job = delivery.accept();
    delivery.write(job, seen -> seen.claimed(NOW, DeliverJob.LEASE));
    delivery.clock.advance(DeliverJob.LEASE.minusMillis(1));

    OutboundJob watched = delivery.advance(job);

    assertThat(watched.status()).isEqualTo(JobStatus.SENDING);
    assertThat(watched.progress().dueAt()).isEqualTo(NOW.plus(DeliverJob.LEASE));
    assertThat(delivery.advance(watched)).isEqualTo(watched);
    assertThat(delivery.mailer.calls()).isEmpty();
  }

  @Test
  void aCrashInTheCallEndsAsUncertainNeverAsASecondCall() {
    OutboundJob job = delivery.accept();
    delivery.mailer.during(() -> {
      throw new IllegalStateException("crashed");
    });
    assertThatThrownBy(() -> delivery.deliver.advance(job)).hasMessage("crashed");

    delivery.deliver.advance(job);
    assertThat(delivery.now(job).status()).isEqualTo(JobStatus.SENDING);
    delivery.clock.advance(DeliverJob.LEASE);
    delivery.sweepDue.sweep(() -> true);

    assertThat(delivery.now(job).status()).isEqualTo(JobStatus.UNCERTAIN);
    assertThat(delivery.mailer.calls()).hasSize(1);
  }

  @Test
  void anAnswerIsRecordedThoughSomebodyLookedMeanwhile() {
    OutboundJob job = delivery.accept();
    delivery.mailer.during(() -> delivery.deliver.advance(delivery.now(job)));

    assertThat(delivery.advance(job).status()).isEqualTo(JobStatus.SENT);
    assertThat(delivery.now(job).progress().dueAt()).isNull();
  }

  @Test
  void evidenceFasterThanOurOwnAnswerStands() {
    OutboundJob job = delivery.accept();
    var delivered =
        new Evidence(Evidence.Kind.DELIVERY, "0100-event", NOW.plusSeconds(1), Optional.empty());
    delivery.mailer.during(
        () -> delivery.write(job, seen -> seen.withEvidence(delivered, NOW).orElseThrow()));

    OutboundJob after = delivery.advance(job);

    assertThat(after.status()).isEqualTo(JobStatus.SENT);
    assertThat(after.progress().delivery()).isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(after.progress().sesMessageId()).isEqualTo("0100-event");
  }

  @Test
  void anAnswerAfterTheLeaseChangesNothing() {
    OutboundJob job = delivery.accept();
    delivery.mailer.during(() -> {
      delivery.clock.advance(DeliverJob.LEASE);
      delivery.deliver.advance(delivery.now(job));
    });
    delivery.mailer.next(RecordingMailer.REFUSES);

    assertThat(delivery.advance(job).status()).isEqualTo(JobStatus.UNCERTAIN);
    assertThat(delivery.counted()).isEqualTo(1);
  }

  @Test
  void anAnswerOfAnEarlierAttemptDoesNotEndALaterOne() {
    OutboundJob job = delivery.accept();
    delivery.mailer.during(() -> {
      delivery.mailer.during(() -> {});
      delivery.write(job, seen -> seen.postponed(NOW, new JobError("x", "x"), NOW));
      delivery.write(job, seen -> seen.claimed(NOW, DeliverJob.LEASE));
    });
    delivery.mailer.next(RecordingMailer.REFUSES);

    assertThat(delivery.advance(job).status()).isEqualTo(JobStatus.SENDING);
    assertThat(delivery.now(job).progress().attempts()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(longs = {77_999, 78_000, 95_000})
  void noCallBeginsThatCouldOutlastItsLease(long startsAfterMillis) {
    OutboundJob job = delivery.accept();
    delivery.recipients.after(() -> delivery.clock.advance(Duration.ofMillis(startsAfterMillis)));

    OutboundJob after = delivery.advance(job);

    if (startsAfterMillis < 78_000) {
      assertThat(after.status()).isEqualTo(JobStatus.SENT);
    } else {
      assertThat(delivery.mailer.calls()).isEmpty();
      assertThat(after.status()).isEqualTo(JobStatus.QUEUED);
      assertThat(after.progress().dueAt()).isEqualTo(delivery.clock.instant());
      assertThat(Objects.requireNonNull(after.progress().lastError()).code())
          .isEqualTo("slow_start");
      assertThat(delivery.advance(job).status()).isEqualTo(JobStatus.SENT);
    }
  }

  @Test
  void aCallThatMidnightForestalledIsMadeWithinTheNewDaysCap() {
    Instant midnight = NOW.truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(1));
    delivery.clock.advance(Duration.between(NOW, midnight.minusMillis(1)));
    OutboundJob job = delivery.acceptFor(delivery.clock.instant());
    delivery.recipients.after(() -> delivery.clock.advance(Duration.ofMillis(1)));

    OutboundJob after = delivery.advance(job);

    assertThat(delivery.mailer.calls()).isEmpty();
    assertThat(after.status()).isEqualTo(JobStatus.QUEUED);
    delivery.advance(job);
    assertThat(delivery.now(job).unit().orElseThrow().day()).isEqualTo(OutboundJob.dayOf(midnight));
    assertThat(delivery.advance(job).status()).isEqualTo(JobStatus.SENT);
    assertThat(delivery.mailer.calls()).hasSize(1);
  }

  @Test
  void contentTooBigForTheJobIsFetched() {
    delivery.ports.contents().put("big", Fixtures.content());
    OutboundJob job = delivery.accept(stored("big"));

    assertThat(delivery.advance(job).status()).isEqualTo(JobStatus.SENT);
    assertThat(delivery.mailer.calls().getFirst().content()).isEqualTo(Fixtures.content());
  }

  @Test
  void contentThatIsGoneFailsTheJob() {
    OutboundJob failed = delivery.advance(delivery.accept(stored("gone")));

    assertThat(failed.status()).isEqualTo(JobStatus.FAILED);
    assertThat(Objects.requireNonNull(failed.progress().lastError()).code())
        .isEqualTo("content_missing");
    assertThat(delivery.mailer.calls()).isEmpty();
    assertThat(delivery.counted()).isZero();
  }

  private OutboundJob stored(String key) {
    OutboundJob like = Fixtures.job(delivery.roster, 0, Fixtures.person());
    return Fixtures.job(like.envelope(), new Payload.Stored(key, "Subject"), like.acceptance());
  }
}
