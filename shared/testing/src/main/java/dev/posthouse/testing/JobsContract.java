package dev.posthouse.testing;

import static dev.posthouse.testing.Fixtures.NOW;
import static dev.posthouse.testing.Fixtures.TODAY;
import static dev.posthouse.testing.Fixtures.followups;
import static dev.posthouse.testing.Fixtures.job;
import static dev.posthouse.testing.Fixtures.jobId;
import static dev.posthouse.testing.Fixtures.person;
import static dev.posthouse.testing.Fixtures.pool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.outbound.Evidence;
import dev.posthouse.domain.outbound.JobError;
import dev.posthouse.domain.outbound.JobId;
import dev.posthouse.domain.outbound.Jobs.StepResult;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.pool.Roster;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What every [dev.posthouse.domain.outbound.Jobs] promises about single steps: nobody overwrites
/// what another has done, and a unit is given back once and in time. What it promises about moves
/// is in [JobMoveContract], about finding jobs in [JobLookupContract].
public interface JobsContract extends JobMoveContract, JobLookupContract {
  @Test
  default void aStepIsWrittenAndReadBack() {
    OutboundJob queued = taken(job(pool(ports(), 150, 93), 0, person()));
    OutboundJob sending = queued.claimed(NOW, Duration.ofSeconds(90));

    assertThat(ports().jobs().update(queued, sending)).isEqualTo(new StepResult.Done(sending));

    assertThat(ports().jobs().find(queued.id())).contains(sending);
  }

  @Test
  default void everyStepOfALongLifeIsReadBackAsItWasWritten() {
    Roster roster = pool(ports(), 150, 93, 93);
    OutboundJob job = taken(job(roster, 0, person(), NOW, NOW.plusSeconds(60)));
    var error = new JobError("throttled", "Zu schnell – später noch einmal.");
    var lease = Duration.ofSeconds(90);
    List<UnaryOperator<OutboundJob>> life =
        List.of(
            it -> it.held(NOW.plusSeconds(70), error, NOW.plusSeconds(61)),
            it -> it.due(NOW.plusSeconds(65)),
            it -> it.moved(Fixtures.sender(roster, 0), NOW.plusSeconds(75), NOW.plusSeconds(66)),
            it -> it.claimed(NOW.plusSeconds(80), lease),
            it -> it.watched(NOW.plusSeconds(81)),
            it -> it.postponed(NOW.plusSeconds(120), error, NOW.plusSeconds(82)),
            it -> it.claimed(NOW.plusSeconds(121), lease),
            it -> it.uncertain(error, NOW.plusSeconds(130)),
            it -> it.failed(error, NOW.plusSeconds(2000)),
            it -> evidence(it, Evidence.Kind.SEND, NOW.plusSeconds(2100)),
            it -> evidence(it, Evidence.Kind.DELAY, NOW.plusSeconds(2101)),
            it -> evidence(it, Evidence.Kind.DELIVERY, NOW.plusSeconds(2102)),
            it -> evidence(it, Evidence.Kind.BOUNCE, NOW.plusSeconds(2103)),
            it -> evidence(it, Evidence.Kind.COMPLAINT, NOW.plusSeconds(2104)));

    for (UnaryOperator<OutboundJob> step : life) {
      OutboundJob next = step.apply(job);
      assertThat(ports().jobs().update(job, next)).isEqualTo(new StepResult.Done(next));
      assertThat(ports().jobs().find(job.id())).contains(next);
      job = next;
    }
  }

  private static OutboundJob evidence(OutboundJob job, Evidence.Kind kind, Instant at) {
    var detail = Optional.of(new JobError("smtp_550", "550 5.1.1 no such user"));
    return job.withEvidence(new Evidence(kind, "0100ses", at.minusMillis(7), detail), at)
        .orElseThrow();
  }

  @Test
  default void aStepFromAnOldVersionLosesAndLearnsTheCurrentOne() {
    OutboundJob queued = taken(job(pool(ports(), 150, 93), 0, person()));
    OutboundJob cancelled = done(queued, queued.cancelled(NOW));

    StepResult late = ports().jobs().update(queued, queued.claimed(NOW, Duration.ofSeconds(90)));

    assertThat(late).isEqualTo(new StepResult.Stale(Optional.of(cancelled)));
    assertThat(ports().jobs().find(queued.id())).contains(cancelled);
  }

  @Test
  default void aStepOfAJobThatIsGoneFindsNone() {
    Roster roster = pool(ports(), 150, 93);
    OutboundJob never = job(roster, 0, person());

    assertThat(ports().jobs().update(never, never.cancelled(NOW)))
        .isEqualTo(new StepResult.Stale(Optional.empty()));

    assertThat(ports().jobs().find(never.id())).isEmpty();
    assertCounts(sheet(roster, TODAY), 0, 0);
  }

  @Test
  @Racing
  default void ofManyClaimsAtOnceOneHolds() {
    OutboundJob queued = taken(job(pool(ports(), 150, 93), 0, person()));

    List<StepResult> results =
        Race.run(
            16,
            number ->
                () -> {
                  var lease = Duration.ofSeconds(90 + number);
                  return ports().jobs().update(queued, queued.claimed(NOW, lease));
                });

    List<StepResult> done =
        results.stream().filter(result -> result instanceof StepResult.Done).toList();
    assertThat(done).hasSize(1);
    OutboundJob claimed = ports().jobs().find(queued.id()).orElseThrow();
    assertThat(done).containsExactly(new StepResult.Done(claimed));
    assertThat(results)
        .filteredOn(result -> !(result instanceof StepResult.Done))
        .containsOnly(new StepResult.Stale(Optional.of(claimed)));
  }

  @Test
  default void aCancelledJobGivesItsUnitBack() {
    Roster roster = pool(ports(), 1, 1);
    OutboundJob queued = taken(job(roster, 0, person()));
    assertThat(ports().outbox().commit(followups(roster, job(roster, 0, person())))).isFalse();

    done(queued, queued.cancelled(NOW));

    assertCounts(sheet(roster, TODAY), 0, 0);
    assertThat(sheet(roster, TODAY).revision()).isEqualTo(roster.revision());
    assertThat(ports().outbox().commit(followups(roster, job(roster, 0, person())))).isTrue();
  }

  @Test
  default void aFailedJobGivesItsUnitBackUntilTheLastMomentOfItsDay() {
    Roster roster = pool(ports(), 150, 93);
    OutboundJob queued = taken(job(roster, 0, person()));
    OutboundJob sending = done(queued, queued.claimed(NOW, Duration.ofSeconds(90)));

    done(sending, sending.failed(REFUSED, Instant.parse("2031-05-14T23:59:59.999Z")));

    assertCounts(sheet(roster, TODAY), 0, 0);
  }

  @Test
  default void aJobThatFailsAfterItsDayGivesNothingBack() {
    Roster roster = pool(ports(), 150, 93);
    OutboundJob queued = taken(job(roster, 0, person()));
    OutboundJob sending = done(queued, queued.claimed(NOW, Duration.ofSeconds(90)));

    done(sending, sending.failed(REFUSED, Instant.parse("2031-05-15T00:00:00Z")));

    assertCounts(sheet(roster, TODAY), 1, 1);
    assertCounts(sheet(roster, TODAY.plusDays(1)), 0, 0);
  }

  @Test
  default void aJobOfALaterDayGivesItsUnitBackThere() {
    Roster roster = pool(ports(), 150, 93);
    taken(job(roster, 0, person()));
    OutboundJob scheduled = taken(job(roster, 0, person(), NOW, NOW.plus(Duration.ofDays(3))));
    assertCounts(sheet(roster, TODAY.plusDays(3)), 1, 1);

    done(scheduled, scheduled.cancelled(NOW));

    assertCounts(sheet(roster, TODAY.plusDays(3)), 0, 0);
    assertCounts(sheet(roster, TODAY), 1, 1);
  }

  @Test
  default void aUnitIsGivenBackWhateverBecameOfTheRoster() {
    Roster roster = pool(ports(), 150, 93, 93);
    OutboundJob queued = taken(job(roster, 0, person()));
    Roster later = roster.replacing(0, mailbox -> mailbox.atStage(50, 0));
    Fixtures.changed(ports().identities().change(roster, later, NOW));

    done(queued, queued.cancelled(NOW));

    assertCounts(sheet(roster, TODAY), 0, 0, 0);
    assertThat(sheet(roster, TODAY).revision()).isEqualTo(later.revision());
  }

  @Test
  @Racing
  default void ofManyCancellationsAtOnceOneGivesTheUnitBack() {
    Roster roster = pool(ports(), 150, 93);
    taken(job(roster, 0, person()));
    OutboundJob queued = taken(job(roster, 0, person()));

    List<StepResult> results =
        Race.run(16, number -> () -> ports().jobs().update(queued, queued.cancelled(NOW)));

    assertThat(results).filteredOn(result -> result instanceof StepResult.Done).hasSize(1);
    assertCounts(sheet(roster, TODAY), 1, 1);
  }

  @Test
  default void aSentJobKeepsItsUnit() {
    Roster roster = pool(ports(), 150, 93);
    OutboundJob queued = taken(job(roster, 0, person()));
    OutboundJob sending = done(queued, queued.claimed(NOW, Duration.ofSeconds(90)));

    OutboundJob sent = done(sending, sending.sent("0100ses", NOW.plusSeconds(1)));

    assertThat(sent.unit()).isPresent();
    assertCounts(sheet(roster, TODAY), 1, 1);
  }

  @Test
  default void lateEvidenceOfAFailedJobCountsNothingAgain() {
    Roster roster = pool(ports(), 150, 93);
    OutboundJob queued = taken(job(roster, 0, person()));
    OutboundJob sending = done(queued, queued.claimed(NOW, Duration.ofSeconds(90)));
    OutboundJob failed = done(sending, sending.failed(REFUSED, NOW.plusSeconds(1)));

    OutboundJob sent = done(failed, evidence(failed, Evidence.Kind.DELIVERY, NOW.plusSeconds(2)));

    assertThat(sent.unit()).isEmpty();
    assertCounts(sheet(roster, TODAY), 0, 0);
  }

  @Test
  default void thoseOfManyJobsThatExistAreFoundTogether() {
    Roster roster = pool(ports(), 1000, 1000);
    var jobs = new ArrayList<OutboundJob>();
    for (int group = 0; group < 6; group++) {
      List<OutboundJob> twenty = Stream.generate(() -> job(roster, 0, person())).limit(20).toList();
      assertThat(ports().outbox().commit(followups(roster, twenty))).isTrue();
      jobs.addAll(twenty);
    }
    var ids = new ArrayList<JobId>(jobs.stream().map(OutboundJob::id).toList());
    ids.add(jobId());
    ids.add(jobs.getFirst().id());

    assertThat(ports().jobs().findAll(ids).values()).containsExactlyInAnyOrderElementsOf(jobs);
    assertThat(ports().jobs().findAll(List.of())).isEmpty();
  }
}
