package dev.posthouse.jobs;

import static dev.posthouse.testing.Fixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.outbound.Conversations;
import dev.posthouse.domain.outbound.JobError;
import dev.posthouse.domain.outbound.JobStatus;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.testing.FakeStore;
import dev.posthouse.testing.Fixtures;
import dev.posthouse.testing.ManualClock;
import dev.posthouse.testing.Ports;
import dev.posthouse.testing.Watched;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What only a race or a large list shows.
class JobStepsTest {
  private final Ports ports = new FakeStore().ports();
  private final Roster roster = Fixtures.pool(ports, 1_000, 1_000);
  private final ManualClock clock = new ManualClock();

  @Test
  void aJobThatIsClaimedMeanwhileIsNotCancelled() {
    OutboundJob seen = accept();
    ports.jobs().update(seen, seen.claimed(NOW, Duration.ofSeconds(90)));

    OutboundJob after = new CancelJob(ports.jobs(), clock).cancel(seen);

    assertThat(after.status()).isEqualTo(JobStatus.SENDING);
  }

  @Test
  void aJobThatIsMovedMeanwhileIsCancelledWhereItIs() {
    OutboundJob seen = accept();
    ports.jobs().update(seen, seen.due(NOW));

    OutboundJob after = new CancelJob(ports.jobs(), clock).cancel(seen);

    assertThat(after.status()).isEqualTo(JobStatus.CANCELLED);
    assertThat(ports.jobs().find(seen.id())).contains(after);
  }

  @Test
  void anUncertainJobThatEvidenceSettlesMeanwhileIsNotSettledAgain() {
    OutboundJob sending = claimed(accept());
    OutboundJob uncertain = sending.uncertain(new JobError("x", "x"), NOW);
    ports.jobs().update(sending, uncertain);
    ports.jobs().update(uncertain, uncertain.evidenceMissed(NOW));

    assertThat(new ResolveJob(ports.jobs(), clock).resolve(uncertain, true)).isEmpty();
  }

  @Test
  void aRareStatusIsLookedForInAFewReads() {
    for (int i = 0; i < 300; i++) {
      file(accept());
    }
    var reads = new AtomicInteger();
    Conversations counted =
        Watched.after(Conversations.class, ports.conversations(), "jobs", reads::incrementAndGet);

    ListJobs.Page page =
        new ListJobs(counted, ports.jobs())
            .list(
                roster.identity(),
                Optional.of(JobStatus.FAILED),
                Optional.empty(),
                Optional.empty(),
                1);

    assertThat(page.jobs()).isEmpty();
    assertThat(page.next()).isNull();
    assertThat(reads.get()).isLessThanOrEqualTo(4);
  }

  @Test
  void aPageFullOfOthersStillHasANextOne() {
    OutboundJob oldest = accept();
    file(oldest);
    ports.jobs().update(oldest, oldest.cancelled(NOW));
    clock.advance(Duration.ofSeconds(1));
    for (int i = 0; i < 450; i++) {
      file(accept());
    }
    var list = new ListJobs(ports.conversations(), ports.jobs());
    Optional<JobStatus> cancelled = Optional.of(JobStatus.CANCELLED);

    ListJobs.Page first =
        list.list(roster.identity(), cancelled, Optional.empty(), Optional.empty(), 10);
    ListJobs.Page second =
        list.list(
            roster.identity(), cancelled, Optional.empty(), Optional.ofNullable(first.next()), 10);

    assertThat(first.jobs()).isEmpty();
    assertThat(first.next()).isNotNull();
    assertThat(second.jobs()).extracting(OutboundJob::id).containsExactly(oldest.id());
    assertThat(second.next()).isNull();
  }

  private void file(OutboundJob job) {
    ports.conversations().file(job, Fixtures.content(), Optional.empty());
  }

  private OutboundJob claimed(OutboundJob job) {
    OutboundJob sending = job.claimed(NOW, Duration.ofSeconds(90));
    ports.jobs().update(job, sending);
    return sending;
  }

  private OutboundJob accept() {
    OutboundJob job = Fixtures.job(roster, 0, Fixtures.person(), clock.instant(), clock.instant());
    assertThat(ports.outbox().commit(Fixtures.followups(roster, job))).isTrue();
    return job;
  }
}
