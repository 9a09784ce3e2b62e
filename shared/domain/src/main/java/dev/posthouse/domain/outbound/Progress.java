package dev.posthouse.domain.outbound;

import dev.posthouse.domain.purse.Charge;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How far a job has come.
///
/// @param unit where it is counted; null once that is given back
/// @param dispatchAt the earliest moment it may be claimed
/// @param attempts calls to SES begun
/// @param leaseUntil until when the claim holds, while sending
/// @param dueAt when the sweep must look at it; null while the stream takes care of it
/// @param sesMessageId what SES calls the message, once it said so
/// @param retriedUncertain whether it went out again although an earlier call may have succeeded
/// @param sentAt when SES took it
/// @param outcomeAt when SES reported the delivery status
/// @param endedAt when it was sent, failed or cancelled
/// @param charge what it costs, and whether that is paid
/// @param version grows by one with every write; a write names the one it saw, so it is the fence
public record Progress(
    JobStatus status,
    @Nullable DayUnit unit,
    Instant dispatchAt,
    int attempts,
    @Nullable Instant leaseUntil,
    @Nullable Instant dueAt,
    @Nullable String sesMessageId,
    @Nullable JobError lastError,
    boolean retriedUncertain,
    DeliveryStatus delivery,
    @Nullable Instant sentAt,
    @Nullable Instant outcomeAt,
    @Nullable Instant endedAt,
    Instant updatedAt,
    Charge charge,
    long version) {

  /// The progress of a job just accepted.
  static Progress accepted(DayUnit unit, Instant dispatchAt, Charge charge, Instant now) {
    boolean later = dispatchAt.isAfter(now);
    return new Progress(
        later ? JobStatus.SCHEDULED : JobStatus.QUEUED,
        unit,
        dispatchAt,
        0,
        null,
        later ? dispatchAt : null,
        null,
        null,
        false,
        DeliveryStatus.PENDING,
        null,
        null,
        null,
        now,
        charge,
        1);
  }
}
