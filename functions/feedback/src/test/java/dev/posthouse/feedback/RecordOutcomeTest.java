package dev.posthouse.feedback;

import static dev.posthouse.testing.Fixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.domain.StoreBusyException;
import dev.posthouse.domain.outbound.DeliveryStatus;
import dev.posthouse.domain.outbound.JobError;
import dev.posthouse.domain.outbound.JobStatus;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.pool.Mishap;
import dev.posthouse.domain.tenant.Suppression;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RecordOutcomeTest {
  private final Outcomes outcomes = new Outcomes();

  @Test
  void theUsualEventsOfASentMessageLeadToDelivered() {
    OutboundJob job = outcomes.sent();

    outcomes.record(SesEvents.send(job.id().value(), NOW));
    outcomes.record(SesEvents.delivery(job.id().value(), NOW.plusSeconds(2)));

    assertThat(outcomes.now(job).status()).isEqualTo(JobStatus.SENT);
    assertThat(outcomes.now(job).progress().delivery()).isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(outcomes.now(job).progress().outcomeAt()).isEqualTo(NOW.plusSeconds(2));
    assertThat(outcomes.suppression(job)).isEmpty();
  }

  @Test
  void anEventThatComesTwiceChangesNothing() {
    OutboundJob job = outcomes.sent();
    outcomes.record(SesEvents.delivery(job.id().value(), NOW));
    OutboundJob once = outcomes.now(job);

    outcomes.record(SesEvents.delivery(job.id().value(), NOW));
    outcomes.record(SesEvents.send(job.id().value(), NOW));

    assertThat(outcomes.now(job)).isEqualTo(once);
  }

  @Test
  void aDeliveryBeforeItsSendIsNotForgotten() {
    OutboundJob job = outcomes.uncertain();

    outcomes.record(SesEvents.delivery(job.id().value(), NOW));
    outcomes.record(SesEvents.send(job.id().value(), NOW));

    assertThat(outcomes.now(job).status()).isEqualTo(JobStatus.SENT);
    assertThat(outcomes.now(job).progress().delivery()).isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(outcomes.now(job).progress().sesMessageId()).isEqualTo(SesEvents.MESSAGE);
    assertThat(outcomes.now(job).progress().dueAt()).isNull();
  }

  /// Every order of all events, each twice, comes to the same end.
  @Test
  void theOrderOfEventsDoesNotMatter() {
    for (int seed = 0; seed < 100; seed++) {
      OutboundJob job = outcomes.uncertain();
      String id = job.id().value();
      List<String> events = new ArrayList<>();
      for (int twice = 0; twice < 2; twice++) {
        events.add(SesEvents.send(id, NOW));
        events.add(SesEvents.delay(id, NOW.plusSeconds(1)));
        events.add(SesEvents.delivery(id, NOW.plusSeconds(2)));
        events.add(SesEvents.complaint(id, NOW.plusSeconds(3)));
      }
      Collections.shuffle(events, new Random(seed));

      events.forEach(outcomes::record);

      OutboundJob after = outcomes.now(job);
      assertThat(after.status()).as("seed %d", seed).isEqualTo(JobStatus.SENT);
      assertThat(after.progress().delivery()).isEqualTo(DeliveryStatus.COMPLAINED);
      assertThat(after.progress().outcomeAt()).isEqualTo(NOW.plusSeconds(3));
      assertThat(outcomes.suppression(job).map(Suppression::reason))
          .contains(Suppression.Reason.COMPLAINED);
    }
  }

  @Test
  void anEventSettlesAJobThatWasGivenUp() {
    OutboundJob job = outcomes.uncertain();
    outcomes.write(job, seen -> seen.evidenceMissed(NOW));
    assertThat(outcomes.now(job).status()).isEqualTo(JobStatus.FAILED);

    outcomes.record(SesEvents.delivery(job.id().value(), NOW));

    assertThat(outcomes.now(job).status()).isEqualTo(JobStatus.SENT);
    assertThat(outcomes.now(job).progress().lastError()).isNull();
  }

  @Test
  void anEventOfAJobStillBeingSentSettlesIt() {
    OutboundJob job = outcomes.sending();

    outcomes.record(SesEvents.send(job.id().value(), NOW));

    assertThat(outcomes.now(job).status()).isEqualTo(JobStatus.SENT);
    assertThat(outcomes.now(job).progress().leaseUntil()).isNull();
  }

  @Test
  void anUnknownPersonIsSuppressedAndThePlaceStaysCounted() {
    OutboundJob job = outcomes.sent();

    outcomes.record(SesEvents.bounce(job.id().value(), NOW, "Permanent", "General", "5.1.1"));

    assertThat(outcomes.now(job).progress().delivery()).isEqualTo(DeliveryStatus.BOUNCED);
    assertThat(outcomes.now(job).progress().lastError())
        .isEqualTo(new JobError("bounced_permanent", "smtp; 550 no"));
    assertThat(outcomes.suppression(job))
        .contains(new Suppression(Suppression.Reason.BOUNCED, NOW));
    assertThat(outcomes.counted()).isEqualTo(1);
  }

  @Test
  void aPolicyBounceSuppressesNobody() {
    OutboundJob job = outcomes.sent();

    outcomes.record(SesEvents.bounce(job.id().value(), NOW, "Permanent", "General", "5.7.1"));

    assertThat(outcomes.now(job).progress().delivery()).isEqualTo(DeliveryStatus.BOUNCED);
    assertThat(outcomes.suppression(job)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Permanent, General, 5.1.1, HARD_BOUNCE",
    "Permanent, NoEmail, '', HARD_BOUNCE",
    "Permanent, OnAccountSuppressionList, '', HARD_BOUNCE",
    "Permanent, General, 5.7.1, POLICY_BOUNCE",
    "Transient, General, 4.7.28, POLICY_BOUNCE",
    "Transient, ContentRejected, '', POLICY_BOUNCE",
    "Transient, MailboxFull, 5.2.2, SOFT_BOUNCE",
    "Undetermined, Undetermined, '', SOFT_BOUNCE"
  })
  void aBounceIsHeldAgainstWhoCausedIt(
      String type, String subType, String status, Mishap expected) {
    OutboundJob job = outcomes.sent();

    outcomes.record(SesEvents.bounce(job.id().value(), NOW, type, subType, status));
    outcomes.record(SesEvents.bounce(job.id().value(), NOW, type, subType, status));

    assertThat(outcomes.today().mishaps()).isEqualTo(Map.of(expected, 1));
    assertThat(outcomes.today().sent()).isEqualTo(1);
  }

  @Test
  void aDelayAndAComplaintCountOnceEach() {
    OutboundJob job = outcomes.sent();

    for (int twice = 0; twice < 2; twice++) {
      outcomes.record(SesEvents.delay(job.id().value(), NOW));
      outcomes.record(SesEvents.delivery(job.id().value(), NOW));
      outcomes.record(SesEvents.complaint(job.id().value(), NOW));
    }

    assertThat(outcomes.today().mishaps())
        .isEqualTo(Map.of(Mishap.DEFERRAL, 1, Mishap.COMPLAINT, 1));
  }

  @Test
  void theSimulatorsBouncesAreHeldAgainstNobody() {
    OutboundJob job = outcomes.sentTo("bounce@simulator.amazonses.com");

    outcomes.record(SesEvents.bounce(job.id().value(), NOW, "Permanent", "General", "5.1.1"));

    assertThat(outcomes.now(job).progress().delivery()).isEqualTo(DeliveryStatus.BOUNCED);
    assertThat(outcomes.today().mishaps()).isEmpty();
  }

  @Test
  void theFirstReasonOfASuppressionStands() {
    OutboundJob job = outcomes.sent();
    outcomes.record(SesEvents.complaint(job.id().value(), NOW));

    outcomes.record(
        SesEvents.bounce(job.id().value(), NOW.plusSeconds(9), "Permanent", "NoEmail", "5.1.1"));

    assertThat(outcomes.suppression(job))
        .contains(new Suppression(Suppression.Reason.COMPLAINED, NOW));
  }

  @Test
  void theRecipientOfTheJobIsSuppressedWhateverAddressTheEventNames() {
    OutboundJob job = outcomes.sent();

    outcomes.record(SesEvents.complaint(job.id().value(), NOW));

    assertThat(outcomes.suppression(job)).isPresent();
    assertThat(outcomes.store.suppressed("a@example.com", outcomes.roster)).isFalse();
  }

  @Test
  void aRejectFailsTheJob() {
    OutboundJob job = outcomes.sent();

    outcomes.record(SesEvents.reject(job.id().value(), NOW));

    assertThat(outcomes.now(job).status()).isEqualTo(JobStatus.FAILED);
    assertThat(outcomes.now(job).progress().lastError())
        .isEqualTo(new JobError("rejected", "Bad content"));
    outcomes.record(SesEvents.send(job.id().value(), NOW));
    assertThat(outcomes.now(job).status()).isEqualTo(JobStatus.FAILED);
  }

  @ParameterizedTest
  @EnumSource(names = {"QUEUED", "CANCELLED"})
  void evidenceOutweighsWhatWasAssumed(JobStatus status) {
    OutboundJob job = outcomes.queued();
    if (status == JobStatus.CANCELLED) {
      outcomes.write(job, seen -> seen.cancelled(NOW));
    }

    outcomes.record(SesEvents.delivery(job.id().value(), NOW));

    assertThat(outcomes.now(job).status()).isEqualTo(JobStatus.SENT);
  }

  @Test
  void anEventOfAJobThatIsGoneIsLetGo() {
    outcomes.record(SesEvents.complaint("job_01RBGZFPG0ZFBRZ9KXC4D9KWF7", NOW));

    assertThat(outcomes.log()).contains("an event of a job that has expired");
  }

  @Test
  void aWriteThatLosesARaceIsMadeAgainOnWhatWon() {
    OutboundJob job = outcomes.sending();
    outcomes.store.beforeUpdate(
        () -> outcomes.write(job, seen -> seen.sent("0100-ours", NOW.plusSeconds(1))));

    outcomes.record(SesEvents.delivery(job.id().value(), NOW));

    assertThat(outcomes.now(job).progress().sesMessageId()).isEqualTo("0100-ours");
    assertThat(outcomes.now(job).progress().delivery()).isEqualTo(DeliveryStatus.DELIVERED);
  }

  @Test
  void anEventThatCannotBeWrittenIsThrownSoThatItComesAgainAndTheRecipientIsSafe() {
    OutboundJob job = outcomes.sending();
    outcomes.store.refuseUpdates();

    assertThatThrownBy(() -> outcomes.record(SesEvents.complaint(job.id().value(), NOW)))
        .isInstanceOf(StoreBusyException.class);

    assertThat(outcomes.suppression(job)).isPresent();
  }

  @Test
  void recipientsAreMaskedInTheLogAndIdentitiesAreNot() {
    OutboundJob job = outcomes.sent();

    outcomes.record(SesEvents.delivery(job.id().value(), NOW.plus(Duration.ofSeconds(1))));

    assertThat(outcomes.log())
        .contains(job.envelope().handle().value())
        .contains("p***@example.com")
        .doesNotContain(Objects.requireNonNull(job.envelope().recipient().toString()));
  }
}
