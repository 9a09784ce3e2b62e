package dev.posthouse.deliver;

import static dev.posthouse.testing.Fixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.outbound.JobStatus;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.testing.Fixtures;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RescueJobsTest {
  private final Delivery delivery = new Delivery(10, 10);

  @Test
  void aJobWhoseRecordsFailedForGoodIsSentByTheSweep() {
    OutboundJob job = delivery.accept();

    assertThat(rescue(job)).isEqualTo(1);
    assertThat(delivery.now(job).progress().dueAt()).isEqualTo(NOW);
    delivery.sweepDue.sweep(() -> true);

    assertThat(delivery.now(job).status()).isEqualTo(JobStatus.SENT);
  }

  @Test
  void aJobWhoseSenderDiedIsLookedAtWhenItsLeaseEnds() {
    OutboundJob job = delivery.accept();
    delivery.write(job, seen -> seen.claimed(NOW, DeliverJob.LEASE));

    assertThat(rescue(job)).isEqualTo(1);
    assertThat(delivery.now(job).progress().dueAt()).isEqualTo(NOW.plus(DeliverJob.LEASE));
    delivery.clock.advance(DeliverJob.LEASE);
    delivery.sweepDue.sweep(() -> true);

    assertThat(delivery.now(job).status()).isEqualTo(JobStatus.UNCERTAIN);
  }

  @Test
  void whatTheSweepKnowsOrWhatHasEndedNeedsNoRescue() {
    OutboundJob scheduled = delivery.acceptFor(NOW.plusSeconds(60));
    OutboundJob sent = delivery.advance(delivery.accept());
    OutboundJob cancelled = delivery.accept();
    delivery.write(cancelled, seen -> seen.cancelled(NOW));

    assertThat(rescue(scheduled, sent, cancelled)).isZero();
    assertThat(delivery.now(scheduled)).isEqualTo(scheduled);
    assertThat(delivery.now(sent)).isEqualTo(sent);
  }

  @Test
  void aJobNamedTwiceIsRescuedOnceAndOneThatIsGoneNotAtAll() {
    OutboundJob job = delivery.accept();
    OutboundJob gone = Fixtures.job(delivery.roster, 0, Fixtures.person());

    assertThat(rescue(job, gone, job)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {300_000, 300_001})
  void theDailyScanLeavesYoungJobsToTheStream(long ageMillis) {
    OutboundJob job = delivery.accept();
    OutboundJob claimed = delivery.accept();
    delivery.write(claimed, seen -> seen.claimed(NOW, DeliverJob.LEASE));
    delivery.clock.advance(Duration.ofMillis(ageMillis));

    assertThat(delivery.rescueJobs.rescueAll()).isEqualTo(ageMillis > 300_000 ? 2 : 0);
    delivery.sweepDue.sweep(() -> true);

    assertThat(delivery.now(job).status())
        .isEqualTo(ageMillis > 300_000 ? JobStatus.SENT : JobStatus.QUEUED);
    assertThat(delivery.now(claimed).status())
        .isEqualTo(ageMillis > 300_000 ? JobStatus.UNCERTAIN : JobStatus.SENDING);
  }

  private int rescue(OutboundJob... jobs) {
    return delivery.rescueJobs.rescue(List.of(jobs).stream().map(OutboundJob::id).toList());
  }
}
