package dev.posthouse.domain.outbound;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.Handle;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.purse.Charge;
import dev.posthouse.domain.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// One job, in every state it can be in.
final class OutboundFixtures {
  static final Instant NOW = Instant.parse("2026-03-04T12:00:00Z");
  static final Duration LEASE = Duration.ofSeconds(90);
  static final TenantId TENANT = new TenantId("tnt_0123456789abcdef");
  static final IdentityId IDENTITY = new IdentityId("idn_0123456789abcdef");
  static final Handle HANDLE = new Handle("ada@post.example");
  static final EmailAddress RECIPIENT = EmailAddress.parse("grace@example.com");
  static final Sender SENDER = sender(0);
  static final JobError ERROR = new JobError("throttled", "Too fast.");

  private OutboundFixtures() {}

  static Sender sender(int ordinal) {
    return new Sender(ordinal, EmailAddress.parse("box" + ordinal + "@mail.example"));
  }

  static OutboundJob queued() {
    return job(NOW, DeliveryGuarantee.AT_MOST_ONCE);
  }

  static OutboundJob scheduled() {
    return job(NOW.plusSeconds(3600), DeliveryGuarantee.AT_MOST_ONCE);
  }

  static OutboundJob job(Instant dispatchAt, DeliveryGuarantee guarantee) {
    return job(dispatchAt, guarantee, Charge.NONE);
  }

  static OutboundJob job(Instant dispatchAt, DeliveryGuarantee guarantee, Charge charge) {
    var envelope =
        new Envelope(
            TENANT,
            IDENTITY,
            HANDLE,
            SENDER,
            RECIPIENT,
            new MessageId("msg_0123456789abcdef"),
            ConversationId.between(IDENTITY, RECIPIENT),
            false);
    var acceptance =
        new Acceptance(
            NOW,
            JobIds.sha256("request"),
            SendClass.COLD_FIRST_CONTACT,
            Affinity.NEW,
            SENDER.address(),
            dispatchAt,
            149,
            guarantee);
    return OutboundJob.accepted(
        new JobId("job_0123456789abcdef"),
        envelope,
        new Payload.Inline(new Content("Hello", "Hi", null, null, List.of())),
        acceptance,
        charge);
  }

  static OutboundJob sending() {
    return queued().claimed(NOW, LEASE);
  }

  static OutboundJob uncertain() {
    return sending().uncertain(ERROR, NOW);
  }

  static OutboundJob sent() {
    return sending().sent("0100ses", NOW);
  }

  static OutboundJob failed() {
    return sending().failed(ERROR, NOW);
  }

  static OutboundJob cancelled() {
    return queued().cancelled(NOW);
  }

  /// A job in that state.
  static OutboundJob in(JobStatus status) {
    return switch (status) {
      case SCHEDULED -> scheduled();
      case QUEUED -> queued();
      case SENDING -> sending();
      case SENT -> sent();
      case FAILED -> failed();
      case CANCELLED -> cancelled();
      case UNCERTAIN -> uncertain();
    };
  }
}
