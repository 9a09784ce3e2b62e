package dev.posthouse.domain.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.Handle;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.outbound.Acceptance;
import dev.posthouse.domain.outbound.Affinity;
import dev.posthouse.domain.outbound.Content;
import dev.posthouse.domain.outbound.ConversationId;
import dev.posthouse.domain.outbound.DeliveryGuarantee;
import dev.posthouse.domain.outbound.Envelope;
import dev.posthouse.domain.outbound.Evidence;
import dev.posthouse.domain.outbound.JobError;
import dev.posthouse.domain.outbound.JobId;
import dev.posthouse.domain.outbound.JobIds;
import dev.posthouse.domain.outbound.MessageId;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.outbound.Payload;
import dev.posthouse.domain.outbound.SendClass;
import dev.posthouse.domain.outbound.Sender;
import dev.posthouse.domain.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JobEventsTest {
  private static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");
  private static final Instant LATER = NOW.plusSeconds(7);
  private static final IdentityId IDENTITY = new IdentityId("idn_0123456789abcdef");
  private static final EmailAddress GRACE = EmailAddress.parse("grace@example.com");
  private static final Duration LEASE = Duration.ofSeconds(90);
  private static final JobError ERROR = new JobError("throttled", "Too fast.");

  private static OutboundJob job(Instant dispatchAt) {
    var sender = new Sender(3, EmailAddress.parse("box@mail.example"));
    return OutboundJob.accepted(
        new JobId("job_0123456789abcdef"),
        new Envelope(
            new TenantId("tnt_0123456789abcdef"),
            IDENTITY,
            new Handle("ada@post.example"),
            sender,
            GRACE,
            new MessageId("msg_0123456789abcdef"),
            ConversationId.between(IDENTITY, GRACE),
            false),
        new Payload.Inline(new Content("Hello", "Hi", null, null, List.of())),
        new Acceptance(
            NOW,
            JobIds.sha256("request"),
            SendClass.COLD_FIRST_CONTACT,
            Affinity.NEW,
            sender.address(),
            dispatchAt,
            149,
            DeliveryGuarantee.AT_MOST_ONCE));
  }

  private static OutboundJob with(OutboundJob job, Evidence.Kind kind) {
    return job.withEvidence(
            new Evidence(kind, "ses-1", LATER, Optional.of(new JobError("5.1.1", "No such user"))),
            LATER.plusSeconds(1))
        .orElseThrow();
  }

  private static List<EventType> types(OutboundJob before, OutboundJob after) {
    return occurrences(before, after).stream().map(Occurrence::type).toList();
  }

  private static List<Occurrence> occurrences(OutboundJob before, OutboundJob after) {
    return JobEvents.of(Optional.of(before), after).map(Entry::occurrences).orElse(List.of());
  }

  @Test
  void anAcceptedJobIsQueuedWhetherForNowOrForLater() {
    for (Instant dispatchAt : List.of(NOW, LATER)) {
      Entry entry = JobEvents.of(Optional.empty(), job(dispatchAt)).orElseThrow();

      assertThat(entry.identity()).isEqualTo(IDENTITY);
      assertThat(entry.since()).isEqualTo(NOW);
      Occurrence queued = entry.occurrences().getFirst();
      assertThat(entry.occurrences()).hasSize(1);
      assertThat(queued.type()).isEqualTo(EventType.EMAIL_QUEUED);
      assertThat(queued.at()).isEqualTo(NOW);
      assertThat(queued.conversation()).isEqualTo(ConversationId.between(IDENTITY, GRACE));
      assertThat(queued.data())
          .contains(
              entry("identity", "ada@post.example"),
              entry("pendingId", "job_0123456789abcdef"),
              entry("outboundJobId", "job_0123456789abcdef"),
              entry("messageId", "msg_0123456789abcdef"),
              entry("recipient", "grace@example.com"),
              entry("sendClass", "cold_first_contact"),
              entry("dispatchAt", dispatchAt.toEpochMilli()));
    }
    assertThat(
            JobEvents.of(Optional.empty(), job(NOW)).orElseThrow().occurrences().getFirst().data())
        .containsEntry("dispatchAtIso", "2026-03-04T12:00:00.000Z");
  }

  @Test
  void stepsThatChangeNothingForTheIdentityAreNotTold() {
    OutboundJob queued = job(NOW);
    OutboundJob sending = queued.claimed(NOW, LEASE);

    assertThat(types(queued, sending)).isEmpty();
    assertThat(types(sending, sending.postponed(LATER, ERROR, NOW))).isEmpty();
    assertThat(types(sending, sending.uncertain(ERROR, NOW))).isEmpty();
    assertThat(types(sending, sending.watched(NOW))).isEmpty();
  }

  @Test
  void eachStepIsToldOnceWithTheTimeItHappened() {
    OutboundJob sending = job(NOW).claimed(NOW, LEASE);
    OutboundJob sent = sending.sent("ses-1", NOW.plusSeconds(1));
    OutboundJob delayed = with(sent, Evidence.Kind.DELAY);
    OutboundJob delivered = with(delayed, Evidence.Kind.DELIVERY);
    OutboundJob complained = with(delivered, Evidence.Kind.COMPLAINT);

    assertThat(types(sending, sent)).containsExactly(EventType.EMAIL_SENT);
    assertThat(occurrences(sending, sent).getFirst().at()).isEqualTo(NOW.plusSeconds(1));
    assertThat(types(sent, delayed)).containsExactly(EventType.EMAIL_DELAYED);
    assertThat(occurrences(sent, delayed).getFirst().at()).isEqualTo(LATER);
    assertThat(occurrences(sent, delayed).getFirst().data())
        .containsEntry("error", Map.of("code", "5.1.1", "message", "No such user"));
    assertThat(types(delayed, delivered)).containsExactly(EventType.EMAIL_DELIVERED);
    assertThat(types(delivered, complained)).containsExactly(EventType.EMAIL_COMPLAINED);
  }

  @Test
  void aJumpTellsEveryStepInOrder() {
    OutboundJob sending = job(NOW).claimed(NOW, LEASE);
    OutboundJob uncertain = sending.uncertain(ERROR, NOW);

    assertThat(types(sending, with(sending, Evidence.Kind.DELIVERY)))
        .containsExactly(EventType.EMAIL_SENT, EventType.EMAIL_DELIVERED);
    assertThat(types(uncertain, with(uncertain, Evidence.Kind.BOUNCE)))
        .containsExactly(EventType.EMAIL_SENT, EventType.EMAIL_BOUNCED);
    assertThat(
            JobEvents.of(Optional.empty(), with(sending, Evidence.Kind.DELIVERY))
                .orElseThrow()
                .occurrences())
        .extracting(Occurrence::type)
        .containsExactly(EventType.EMAIL_QUEUED, EventType.EMAIL_SENT, EventType.EMAIL_DELIVERED);
  }

  @Test
  void theEndOfAJobThatIsNotSentIsToldWithItsReason() {
    OutboundJob queued = job(NOW);
    OutboundJob sending = queued.claimed(NOW, LEASE);
    OutboundJob failed = sending.failed(ERROR, LATER);

    assertThat(types(queued, queued.cancelled(LATER))).containsExactly(EventType.EMAIL_CANCELLED);
    assertThat(types(sending, failed)).containsExactly(EventType.EMAIL_SEND_FAILED_PERMANENTLY);
    assertThat(occurrences(sending, failed).getFirst().data())
        .containsEntry("error", Map.of("code", "throttled", "message", "Too fast."));
  }

  @Test
  void evidenceAfterTheEndIsToldAsWell() {
    OutboundJob sending = job(NOW).claimed(NOW, LEASE);
    OutboundJob failed = sending.failed(ERROR, LATER);
    OutboundJob sent = sending.sent("ses-1", LATER);

    assertThat(types(failed, with(failed, Evidence.Kind.DELIVERY)))
        .containsExactly(EventType.EMAIL_SENT, EventType.EMAIL_DELIVERED);
    assertThat(types(sent, with(sent, Evidence.Kind.REJECT)))
        .containsExactly(EventType.EMAIL_SEND_FAILED_PERMANENTLY);
  }

  @Test
  void derivedAgainAnEventHasTheSameIdAndNoOtherHasIt() {
    OutboundJob sending = job(NOW).claimed(NOW, LEASE);
    OutboundJob failed = sending.failed(ERROR, LATER);
    OutboundJob delivered = with(failed, Evidence.Kind.DELIVERY);
    OutboundJob rejected = with(delivered, Evidence.Kind.REJECT);

    assertThat(JobEvents.of(Optional.of(failed), delivered))
        .isEqualTo(JobEvents.of(Optional.of(failed), delivered));
    var all =
        List.of(
            occurrences(sending, failed),
            occurrences(failed, delivered),
            occurrences(delivered, rejected));
    assertThat(all.stream().flatMap(List::stream).map(Occurrence::id)).doesNotHaveDuplicates();
  }
}
