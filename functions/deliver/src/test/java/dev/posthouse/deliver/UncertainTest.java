package dev.posthouse.deliver;

import static dev.posthouse.domain.outbound.DeliveryGuarantee.AT_LEAST_ONCE;
import static dev.posthouse.domain.outbound.DeliveryGuarantee.AT_MOST_ONCE;
import static dev.posthouse.testing.Fixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.outbound.DeliveryGuarantee;
import dev.posthouse.domain.outbound.Evidence;
import dev.posthouse.domain.outbound.JobStatus;
import dev.posthouse.domain.outbound.OutboundJob;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Jobs of which nobody knows whether SES took them.
class UncertainTest {
  private final Delivery delivery = new Delivery(10, 10);

  @ParameterizedTest
  @EnumSource
  void evidenceIsWaitedForUntilItsDeadline(DeliveryGuarantee guarantee) {
    OutboundJob job = uncertain(guarantee);
    delivery.clock.advance(OutboundJob.EVIDENCE_WAIT.minusMillis(1));

    assertThat(delivery.advance(job)).isEqualTo(job);
    assertThat(delivery.sweepDue.sweep(() -> true)).isZero();
  }

  @Test
  void atMostOnceGivesUpAtTheDeadlineAndGivesItsPlaceBack() {
    OutboundJob job = uncertain(AT_MOST_ONCE);
    delivery.clock.advance(OutboundJob.EVIDENCE_WAIT);

    delivery.sweepDue.sweep(() -> true);

    assertThat(delivery.now(job).status()).isEqualTo(JobStatus.FAILED);
    assertThat(Objects.requireNonNull(delivery.now(job).progress().lastError()).code())
        .isEqualTo("unknown_outcome");
    assertThat(delivery.mailer.calls()).hasSize(1);
    assertThat(delivery.counted()).isZero();
  }

  @Test
  void atLeastOnceTriesAgainAtTheDeadlineOnTheSamePlace() {
    OutboundJob job = uncertain(AT_LEAST_ONCE);
    delivery.clock.advance(OutboundJob.EVIDENCE_WAIT);

    delivery.sweepDue.sweep(() -> true);
    assertThat(delivery.now(job).status()).isEqualTo(JobStatus.QUEUED);
    assertThat(delivery.mailer.calls()).hasSize(1);
    OutboundJob sent = delivery.advance(job);

    assertThat(sent.status()).isEqualTo(JobStatus.SENT);
    assertThat(sent.progress().retriedUncertain()).isTrue();
    assertThat(sent.progress().attempts()).isEqualTo(2);
    assertThat(delivery.mailer.calls()).hasSize(2);
    assertThat(delivery.counted()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void evidenceSettlesItAndNothingIsTriedAgain(DeliveryGuarantee guarantee) {
    OutboundJob job = uncertain(guarantee);
    var taken = new Evidence(Evidence.Kind.SEND, "0100-event", NOW, Optional.empty());
    delivery.write(job, seen -> seen.withEvidence(taken, NOW).orElseThrow());
    delivery.clock.advance(OutboundJob.EVIDENCE_WAIT);

    delivery.sweepDue.sweep(() -> true);
    delivery.deliver.advance(job);

    assertThat(delivery.now(job).status()).isEqualTo(JobStatus.SENT);
    assertThat(delivery.mailer.calls()).hasSize(1);
  }

  @Test
  void aJobWhoseAnswersNeverComeEndsAllTheSame() {
    delivery.mailer.always(RecordingMailer.SILENT);
    OutboundJob job = delivery.accept(AT_LEAST_ONCE);

    for (int i = 0; i < 50 && !delivery.now(job).status().ended(); i++) {
      delivery.advance(job);
      delivery.clock.advance(OutboundJob.EVIDENCE_WAIT);
    }

    assertThat(delivery.now(job).status()).isEqualTo(JobStatus.FAILED);
    assertThat(delivery.mailer.calls()).hasSize(5);
    assertThat(delivery.counted()).isZero();
  }

  private OutboundJob uncertain(DeliveryGuarantee guarantee) {
    delivery.mailer.next(RecordingMailer.SILENT);
    OutboundJob job = delivery.advance(delivery.accept(guarantee));
    assertThat(job.status()).isEqualTo(JobStatus.UNCERTAIN);
    return job;
  }
}
