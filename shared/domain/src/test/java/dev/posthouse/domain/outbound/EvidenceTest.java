package dev.posthouse.domain.outbound;

import static dev.posthouse.domain.outbound.OutboundFixtures.ERROR;
import static dev.posthouse.domain.outbound.OutboundFixtures.LEASE;
import static dev.posthouse.domain.outbound.OutboundFixtures.NOW;
import static dev.posthouse.domain.outbound.OutboundFixtures.in;
import static dev.posthouse.domain.outbound.OutboundFixtures.job;
import static dev.posthouse.domain.outbound.OutboundFixtures.sending;
import static dev.posthouse.domain.outbound.OutboundFixtures.sent;
import static dev.posthouse.domain.outbound.OutboundFixtures.uncertain;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.outbound.Evidence.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class EvidenceTest {
  private static final Instant LATER = NOW.plusSeconds(60);

  @ParameterizedTest
  @EnumSource(value = Kind.class, names = "REJECT", mode = EnumSource.Mode.EXCLUDE)
  void whateverSesReportsOfAJobMeansThatItTookIt(Kind kind) {
    for (JobStatus status : JobStatus.values()) {
      if (status != JobStatus.SENT) {
        OutboundJob after = in(status).withEvidence(of(kind), LATER).orElseThrow();
        assertThat(after.status()).as("%s", status).isEqualTo(JobStatus.SENT);
        assertThat(after.progress().sesMessageId()).isEqualTo("0100ses");
        assertThat(after.progress().delivery()).isEqualTo(of(kind).delivery());
        assertThat(after.progress().dueAt()).isNull();
        assertThat(after.progress().leaseUntil()).isNull();
        assertThat(after.progress().endedAt()).isNotNull();
      }
    }
  }

  @Test
  void aJobWaitingForItsSecondTryIsNotSentAgain() {
    OutboundJob again =
        job(NOW, DeliveryGuarantee.AT_LEAST_ONCE)
            .claimed(NOW, LEASE)
            .uncertain(ERROR, NOW)
            .evidenceMissed(NOW);

    OutboundJob after = again.withEvidence(of(Kind.DELIVERY), LATER).orElseThrow();

    assertThat(after.status().waiting()).isFalse();
    assertThat(after.claimable(LATER)).isFalse();
    assertThat(after.status()).isEqualTo(JobStatus.SENT);
  }

  @Test
  void aJobGivenUpAsUnknownBecomesSentButTakesNoUnitAgain() {
    OutboundJob given = uncertain().evidenceMissed(NOW);

    OutboundJob after = given.withEvidence(of(Kind.SEND), LATER).orElseThrow();

    assertThat(after.status()).isEqualTo(JobStatus.SENT);
    assertThat(after.progress().lastError()).isNull();
    assertThat(after.unit()).isEmpty();
  }

  @Test
  void theReasonOfABounceIsKept() {
    OutboundJob after = sent().withEvidence(of(Kind.BOUNCE), LATER).orElseThrow();

    assertThat(after.progress().delivery()).isEqualTo(DeliveryStatus.BOUNCED);
    assertThat(after.progress().lastError()).isEqualTo(new JobError("BOUNCE", "as SES says"));
    assertThat(after.progress().outcomeAt()).isEqualTo(of(Kind.BOUNCE).at());
  }

  @Test
  void theReasonOfADelayIsGoneOnceTheMessageIsDelivered() {
    OutboundJob delayed = sent().withEvidence(of(Kind.DELAY), LATER).orElseThrow();
    assertThat(delayed.progress().lastError()).isNotNull();

    OutboundJob delivered =
        delayed
            .withEvidence(new Evidence(Kind.DELIVERY, "0100ses", LATER, Optional.empty()), LATER)
            .orElseThrow();

    assertThat(delivered.progress().lastError()).isNull();
  }

  @Test
  void aRejectedMessageFailedAndWasCounted() {
    OutboundJob rejected = sent().withEvidence(of(Kind.REJECT), LATER).orElseThrow();

    assertThat(rejected.status()).isEqualTo(JobStatus.FAILED);
    assertThat(rejected.unit()).isPresent();
    assertThat(rejected.progress().lastError()).isEqualTo(new JobError("REJECT", "as SES says"));
    assertThat(rejected.progress().endedAt()).isNotNull();
  }

  @Test
  void aMessageRejectedBeforeItsAnswerWasReadFailedToo() {
    OutboundJob rejected =
        sending()
            .withEvidence(new Evidence(Kind.REJECT, "0100ses", LATER, Optional.empty()), LATER)
            .orElseThrow();

    assertThat(rejected.status()).isEqualTo(JobStatus.FAILED);
    assertThat(Optional.ofNullable(rejected.progress().lastError()).map(JobError::code))
        .contains("rejected");
  }

  @Test
  void aRejectedMessageStaysRejectedHoweverItsEventsArrive() {
    Evidence send = of(Kind.SEND);
    Evidence reject = of(Kind.REJECT);
    for (JobStatus status : JobStatus.values()) {
      for (List<Evidence> events :
          List.of(
              List.of(send, reject),
              List.of(reject, send),
              List.of(send, reject, send),
              List.of(reject, send, reject, send))) {
        OutboundJob after = told(in(status), events);
        assertThat(after.status()).as("%s %s", status, events).isEqualTo(JobStatus.FAILED);
        assertThat(after.progress().sesMessageId()).isEqualTo("0100ses");
        assertThat(after.progress().lastError()).isEqualTo(new JobError("REJECT", "as SES says"));
      }
    }
  }

  @Test
  void whatIsKnownAlreadyChangesNothing() {
    for (Kind kind : Kind.values()) {
      OutboundJob once = sending().withEvidence(of(kind), LATER).orElseThrow();
      assertThat(once.withEvidence(of(kind), LATER)).as("%s", kind).isEmpty();
    }
    OutboundJob complained = sent().withEvidence(of(Kind.COMPLAINT), LATER).orElseThrow();
    for (Kind kind : List.of(Kind.SEND, Kind.DELAY, Kind.DELIVERY, Kind.BOUNCE)) {
      assertThat(complained.withEvidence(of(kind), LATER)).as("%s", kind).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(JobStatus.class)
  void theOrderAndNumberOfEventsDoNotMatter(JobStatus status) {
    OutboundJob before = in(status);
    List<Kind> reported =
        List.of(Kind.SEND, Kind.DELAY, Kind.DELIVERY, Kind.BOUNCE, Kind.COMPLAINT);
    var random = new Random(status.name().hashCode());
    for (int subset = 1; subset < 1 << reported.size(); subset++) {
      var kinds = new ArrayList<Kind>();
      for (int i = 0; i < reported.size(); i++) {
        if ((subset & 1 << i) != 0) {
          kinds.add(reported.get(i));
        }
      }
      DeliveryStatus furthest =
          kinds.stream()
              .map(EvidenceTest::of)
              .map(Evidence::delivery)
              .max(Comparator.naturalOrder())
              .orElseThrow();
      Set<Optional<JobError>> errors = new HashSet<>();
      for (int round = 0; round < 30; round++) {
        var events = new ArrayList<>(kinds.stream().map(EvidenceTest::of).toList());
        for (int extra = random.nextInt(4); extra > 0; extra--) {
          events.add(events.get(random.nextInt(events.size())));
        }
        Collections.shuffle(events, random);
        OutboundJob after = told(before, events);
        assertThat(after.status()).isEqualTo(JobStatus.SENT);
        assertThat(after.progress().delivery()).as("%s", events).isEqualTo(furthest);
        errors.add(Optional.ofNullable(after.progress().lastError()));
      }
      assertThat(errors).as("what is said of %s", kinds).hasSize(1);
    }
  }

  /// The job after those events, in that order.
  private static OutboundJob told(OutboundJob job, List<Evidence> events) {
    OutboundJob told = job;
    for (Evidence evidence : events) {
      Optional<OutboundJob> next = told.withEvidence(evidence, LATER);
      if (next.isPresent()) {
        assertThat(next.get().progress().version()).isEqualTo(told.progress().version() + 1);
        told = next.get();
      }
    }
    return told;
  }

  private static Evidence of(Kind kind) {
    Optional<JobError> detail =
        kind == Kind.SEND || kind == Kind.DELIVERY
            ? Optional.empty()
            : Optional.of(new JobError(kind.name(), "as SES says"));
    return new Evidence(kind, "0100ses", NOW.plusMillis(kind.name().length()), detail);
  }
}
