package dev.posthouse.domain.outbound;

import dev.posthouse.domain.purse.Charge;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One step in a job's life, being put together: starts as the job, gives its next version.
final class JobStep {
  private final OutboundJob before;
  private final Instant now;
  private Envelope envelope;
  private JobStatus status;
  private @Nullable DayUnit unit;
  private Instant dispatchAt;
  private int attempts;
  private @Nullable Instant leaseUntil;
  private @Nullable Instant dueAt;
  private @Nullable String sesMessageId;
  private @Nullable JobError lastError;
  private boolean retriedUncertain;
  private DeliveryStatus delivery;
  private @Nullable Instant sentAt;
  private @Nullable Instant outcomeAt;
  private @Nullable Instant endedAt;
  private Charge charge;

  JobStep(OutboundJob before, Instant now) {
    Progress progress = before.progress();
    this.before = before;
    this.now = now;
    this.envelope = before.envelope();
    this.status = progress.status();
    this.unit = progress.unit();
    this.dispatchAt = progress.dispatchAt();
    this.attempts = progress.attempts();
    this.leaseUntil = progress.leaseUntil();
    this.dueAt = progress.dueAt();
    this.sesMessageId = progress.sesMessageId();
    this.lastError = progress.lastError();
    this.retriedUncertain = progress.retriedUncertain();
    this.delivery = progress.delivery();
    this.sentAt = progress.sentAt();
    this.outcomeAt = progress.outcomeAt();
    this.endedAt = progress.endedAt();
    this.charge = progress.charge();
  }

  /// A new status; a lease belongs to one claim only, so it goes.
  JobStep status(JobStatus value) {
    status = value;
    leaseUntil = null;
    return this;
  }

  JobStep sender(Sender value) {
    envelope = envelope.from(value);
    return this;
  }

  JobStep unit(@Nullable DayUnit value) {
    unit = value;
    return this;
  }

  JobStep dispatchAt(Instant value) {
    dispatchAt = value;
    return this;
  }

  JobStep attempts(int value) {
    attempts = value;
    return this;
  }

  JobStep leaseUntil(Instant value) {
    leaseUntil = value;
    return this;
  }

  JobStep dueAt(@Nullable Instant value) {
    dueAt = value;
    return this;
  }

  JobStep sesMessageId(String value) {
    sesMessageId = value;
    return this;
  }

  JobStep error(@Nullable JobError value) {
    lastError = value;
    return this;
  }

  JobStep retriedUncertain() {
    retriedUncertain = true;
    return this;
  }

  JobStep delivery(DeliveryStatus value, Instant at) {
    delivery = value;
    outcomeAt = at;
    return this;
  }

  JobStep sentAt(Instant value) {
    sentAt = value;
    return this;
  }

  /// SES has the message: what was reserved for it is spent.
  JobStep captured() {
    charge = charge.captured();
    return this;
  }

  /// The message costs nothing after all: what was reserved for it is given back.
  JobStep released() {
    charge = charge.released();
    return this;
  }

  /// The job is over: the sweep forgets it and its retention begins.
  JobStep ended() {
    dueAt = null;
    endedAt = now;
    return this;
  }

  OutboundJob job() {
    var progress =
        new Progress(
            status,
            unit,
            dispatchAt,
            attempts,
            leaseUntil,
            dueAt,
            sesMessageId,
            lastError,
            retriedUncertain,
            delivery,
            sentAt,
            outcomeAt,
            endedAt,
            now,
            charge,
            before.progress().version() + 1);
    return new OutboundJob(before.id(), envelope, before.payload(), before.acceptance(), progress);
  }
}
