package dev.posthouse.deliver;

import static dev.posthouse.testing.Fixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.domain.outbound.JobStatus;
import dev.posthouse.domain.outbound.OutboundJob;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SweepDueTest {
  private final Delivery delivery = new Delivery(1_000, 1_000);

  @Test
  void whatIsDueIsSentAndWhatIsNotIsLeft() {
    OutboundJob first = delivery.acceptFor(NOW.plusSeconds(60));
    OutboundJob second = delivery.acceptFor(NOW.plusSeconds(61));
    delivery.clock.advance(Duration.ofSeconds(60));

    assertThat(delivery.sweepDue.sweep(() -> true)).isEqualTo(1);

    assertThat(delivery.now(first).status()).isEqualTo(JobStatus.SENT);
    assertThat(delivery.now(second).status()).isEqualTo(JobStatus.SCHEDULED);
  }

  @Test
  void aSweepGoesOnUntilNothingIsDue() {
    List<OutboundJob> jobs = scheduled(450);

    assertThat(delivery.sweepDue.sweep(() -> true)).isEqualTo(450);

    assertThat(jobs).allMatch(job -> delivery.now(job).status() == JobStatus.SENT);
    assertThat(delivery.mailer.calls()).hasSize(450);
    assertThat(delivery.sweepDue.sweep(() -> true)).isZero();
  }

  @Test
  void noJobIsBegunWithTooLittleTimeLeft() {
    List<OutboundJob> jobs = scheduled(60);
    var calls = new AtomicInteger();

    delivery.sweepDue.sweep(() -> calls.incrementAndGet() <= 5);

    assertThat(delivery.mailer.calls()).hasSizeLessThanOrEqualTo(5);
    delivery.sweepDue.sweep(() -> true);
    assertThat(jobs).allMatch(job -> delivery.now(job).status() == JobStatus.SENT);
    assertThat(delivery.mailer.calls()).hasSize(60);
  }

  @Test
  void oneJobsTroubleDoesNotHoldUpTheOthers() {
    List<OutboundJob> jobs = scheduled(3);
    delivery.mailer.during(() -> {
      delivery.mailer.during(() -> {});
      throw new IllegalStateException("trouble");
    });

    delivery.sweepDue.sweep(() -> true);

    assertThat(jobs.stream().map(job -> delivery.now(job).status()))
        .containsExactlyInAnyOrder(JobStatus.SENDING, JobStatus.SENT, JobStatus.SENT);
  }

  @Test
  void whatBreaksTheWholeProcessIsNotTakenForOneJobsTrouble() {
    scheduled(1);
    delivery.mailer.during(() -> {
      throw new LinkageError("out of order");
    });

    assertThatThrownBy(() -> delivery.sweepDue.sweep(() -> true)).isInstanceOf(LinkageError.class);
  }

  @Test
  void aJobThatStaysDueIsLookedAtOnceASweep() {
    OutboundJob job = scheduled(1).getFirst();
    delivery.write(job, seen -> seen.claimed(delivery.clock.instant(), DeliverJob.LEASE));

    assertThat(delivery.sweepDue.sweep(() -> true)).isEqualTo(1);
    assertThat(delivery.mailer.calls()).isEmpty();
  }

  private List<OutboundJob> scheduled(int count) {
    List<OutboundJob> jobs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      jobs.add(delivery.acceptFor(delivery.clock.instant().plusSeconds(1)));
    }
    delivery.clock.advance(Duration.ofSeconds(1));
    return jobs;
  }
}
