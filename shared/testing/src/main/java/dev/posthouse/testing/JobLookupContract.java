package dev.posthouse.testing;

import static dev.posthouse.testing.Fixtures.NOW;
import static dev.posthouse.testing.Fixtures.job;
import static dev.posthouse.testing.Fixtures.person;
import static dev.posthouse.testing.Fixtures.pool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.outbound.JobId;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.pool.Roster;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What every [dev.posthouse.domain.outbound.Jobs] promises to whoever looks for jobs left over.
///
/// Other tests leave jobs of their own in the store, at [Fixtures#NOW] and later.
public interface JobLookupContract extends JobStepContract {
  @Test
  default void theSweepSeesAScheduledJobFromItsMomentOn() {
    Instant at = NOW.plus(Duration.ofHours(30));
    OutboundJob scheduled = taken(job(pool(ports(), 150, 93), 0, person(), NOW, at));

    assertThat(due(at.minusMillis(1), scheduled)).isEmpty();
    assertThat(due(at, scheduled)).containsExactly(scheduled.id());
  }

  @Test
  default void theSweepDoesNotSeeWhatTheStreamTakesCareOf() {
    OutboundJob queued = taken(job(pool(ports(), 150, 93), 0, person()));

    assertThat(due(NOW.plus(Duration.ofDays(60)), queued)).isEmpty();
  }

  @Test
  default void aStepSetsWhenTheSweepLooks() {
    OutboundJob queued = taken(job(pool(ports(), 150, 93), 0, person()));
    OutboundJob sending = done(queued, queued.claimed(NOW, Duration.ofSeconds(90)));
    assertThat(due(NOW.plus(Duration.ofDays(60)), queued)).isEmpty();

    OutboundJob watched = done(sending, sending.watched(NOW.plusSeconds(5)));
    assertThat(due(NOW.plusSeconds(89), queued)).isEmpty();
    assertThat(due(NOW.plusSeconds(90), queued)).containsExactly(queued.id());

    OutboundJob uncertain = done(watched, watched.uncertain(REFUSED, NOW.plusSeconds(95)));
    Instant deadline = NOW.plusSeconds(95).plus(OutboundJob.EVIDENCE_WAIT);
    assertThat(due(deadline.minusMillis(1), queued)).isEmpty();
    assertThat(due(deadline, queued)).containsExactly(queued.id());

    done(uncertain, uncertain.evidenceMissed(deadline));
    assertThat(due(deadline.plus(Duration.ofDays(60)), queued)).isEmpty();
  }

  @Test
  default void endedJobsLeaveTheSweep() {
    Instant at = NOW.plus(Duration.ofHours(2));
    Roster roster = pool(ports(), 150, 93);
    OutboundJob cancelled = taken(job(roster, 0, person(), NOW, at));
    OutboundJob sent = taken(job(roster, 0, person(), NOW, at));
    OutboundJob waiting = taken(job(roster, 0, person(), NOW, at));

    done(cancelled, cancelled.cancelled(NOW));
    OutboundJob sending = done(sent, sent.claimed(at, Duration.ofSeconds(90)));
    assertThat(due(at, sent)).containsExactly(sent.id());
    done(sending, sending.sent("0100ses", at));

    assertThat(due(at.plus(Duration.ofDays(60)), cancelled, sent, waiting))
        .containsExactly(waiting.id());
  }

  @Test
  default void theLongestOverdueComeFirstAndNoMoreThanAskedFor() {
    // A day of its own, before everything else in the store.
    Instant day = NOW.minus(Duration.ofDays(300));
    Roster roster = pool(ports(), 150, 93);
    var expected = new ArrayList<JobId>();
    for (int minute : new int[] {7, 3, 11, 1, 9, 5, 12, 2, 10, 4, 8, 6}) {
      Instant at = day.plus(Duration.ofMinutes(minute));
      expected.add(taken(job(roster, 0, person(), day, at)).id());
    }
    List<JobId> byMoment =
        List.of(3, 7, 1, 9, 5, 11, 0, 10, 4, 8, 2, 6).stream().map(expected::get).toList();

    assertThat(ports().jobs().due(day.plus(Duration.ofMinutes(12)), 50))
        .containsExactlyElementsOf(byMoment);
    assertThat(ports().jobs().due(day.plus(Duration.ofMinutes(12)), 5))
        .containsExactlyElementsOf(byMoment.subList(0, 5));
    assertThat(ports().jobs().due(day.plus(Duration.ofMinutes(4)), 50))
        .containsExactlyElementsOf(byMoment.subList(0, 4));
    assertThat(ports().jobs().due(day, 50)).isEmpty();
  }

  @Test
  default void theDailyScanSeesEveryJobThatHasNotEnded() {
    Roster roster = pool(ports(), 150, 93);
    OutboundJob queued = taken(job(roster, 0, person()));
    OutboundJob scheduled = taken(job(roster, 0, person(), NOW, NOW.plus(Duration.ofDays(2))));
    OutboundJob sending = taken(job(roster, 0, person()));
    sending = done(sending, sending.claimed(NOW, Duration.ofSeconds(90)));
    OutboundJob uncertain = taken(job(roster, 0, person()));
    uncertain = done(uncertain, uncertain.claimed(NOW, Duration.ofSeconds(90)));
    uncertain = done(uncertain, uncertain.uncertain(REFUSED, NOW));
    OutboundJob cancelled = taken(job(roster, 0, person()));
    done(cancelled, cancelled.cancelled(NOW));
    OutboundJob failed = taken(job(roster, 0, person()));
    done(failed, failed.failed(REFUSED, NOW));
    OutboundJob sent = taken(job(roster, 0, person()));
    sent = done(sent, sent.claimed(NOW, Duration.ofSeconds(90)));
    done(sent, sent.sent("0100ses", NOW));

    assertThat(ports().jobs().open())
        .doesNotHaveDuplicates()
        .contains(queued.id(), scheduled.id(), sending.id(), uncertain.id())
        .doesNotContain(cancelled.id(), failed.id(), sent.id());
  }

  /// Those of the jobs that are due, in the order given for all.
  private List<JobId> due(Instant until, OutboundJob... jobs) {
    Set<JobId> ours = Set.copyOf(List.of(jobs).stream().map(OutboundJob::id).toList());
    return ports().jobs().due(until, 1000).stream().filter(ours::contains).toList();
  }
}
