package dev.posthouse.jobs;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.posthouse.domain.outbound.DeliveryStatus;
import dev.posthouse.domain.outbound.Envelope;
import dev.posthouse.domain.outbound.JobError;
import dev.posthouse.domain.outbound.JobStatus;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.outbound.Progress;
import dev.posthouse.domain.outbound.Route;
import dev.posthouse.domain.outbound.SendClass;
import dev.posthouse.domain.pool.MailboxId;
import dev.posthouse.domain.purse.Charge;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A job as the API shows it.
///
/// @param status `sent` means that SES took it
/// @param deliveryState the same as status
/// @param finalDeliveryState what it comes to: pending while open or uncertain
/// @param deliveryStatus what the recipient's server did, as SES reports it
/// @param creditsCharged what its copies cost together; rotated identities are covered by their
///   tier
/// @param creditState where those credits are: reserved as long as some are, else captured if some
///   were
record JobView(
    String id,
    String messageId,
    String convId,
    String identity,
    Account account,
    JobStatus status,
    boolean acceptedForDelivery,
    JobStatus deliveryState,
    String finalDeliveryState,
    DeliveryStatus deliveryStatus,
    SendClass sendClass,
    int attempts,
    @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable JobError lastError,
    boolean retriedUncertain,
    long creditsCharged,
    Charge.State creditState,
    String subject,
    List<Recipient> recipients,
    List<Moment> timeline,
    Instant createdAt,
    Instant updatedAt,
    Instant dispatchAt) {

  /// A mailbox as the API names it.
  record Account(String id, String email) {}

  /// Who a copy is for, and what became of that.
  record Recipient(
      String outboundJobId,
      String address,
      Route route,
      JobStatus status,
      DeliveryStatus deliveryStatus) {}

  /// A step and when it was taken.
  record Moment(String status, Instant at) {}

  static JobView of(OutboundJob job) {
    return of(job, List.of(job));
  }

  /// The job, and what became of the other copies of its message.
  ///
  /// @param copies all jobs of the message, this one included, in the order of its recipients
  static JobView of(OutboundJob job, List<OutboundJob> copies) {
    Envelope envelope = job.envelope();
    Progress progress = job.progress();
    String accountId = MailboxId.of(envelope.identity(), envelope.sender().ordinal()).value();
    JobStatus status = statusOf(copies);
    return new JobView(
        job.id().value(),
        envelope.message().value(),
        envelope.conversation().value(),
        envelope.handle().value(),
        new Account(accountId, job.account().toString()),
        status,
        true,
        status,
        finalState(status),
        progress.delivery(),
        job.acceptance().sendClass(),
        progress.attempts(),
        progress.lastError(),
        progress.retriedUncertain(),
        copies.stream().mapToLong(copy -> copy.charge().credits().count()).sum(),
        creditState(copies),
        job.subject(),
        copies.stream().map(JobView::recipient).toList(),
        timeline(job),
        job.acceptance().at(),
        progress.updatedAt(),
        progress.dispatchAt());
  }

  private static Recipient recipient(OutboundJob copy) {
    Envelope envelope = copy.envelope();
    boolean inside = copy.inside() || envelope.route() == Route.INTERNAL;
    return new Recipient(
        copy.id().value(),
        envelope.recipient().toString(),
        inside ? Route.INTERNAL : Route.EXTERNAL,
        copy.status(),
        copy.progress().delivery());
  }

  /// One word for all copies: open as long as one is, else sent if one was.
  private static JobStatus statusOf(List<OutboundJob> copies) {
    return copies.stream()
        .map(OutboundJob::status)
        .filter(status -> !status.ended())
        .findFirst()
        .or(() ->
            copies.stream()
                .map(OutboundJob::status)
                .filter(status -> status == JobStatus.SENT)
                .findFirst())
        .orElseGet(() -> copies.getFirst().status());
  }

  private static Charge.State creditState(List<OutboundJob> copies) {
    return Stream.of(Charge.State.RESERVED, Charge.State.CAPTURED, Charge.State.RELEASED)
        .filter(state -> copies.stream().anyMatch(copy -> copy.charge().state() == state))
        .findFirst()
        .orElse(Charge.State.NONE);
  }

  private static String finalState(JobStatus status) {
    return switch (status) {
      case SCHEDULED, QUEUED, SENDING, UNCERTAIN -> "pending";
      case SENT -> "sent";
      case FAILED, CANCELLED -> "failed";
    };
  }

  private static List<Moment> timeline(OutboundJob job) {
    Progress progress = job.progress();
    var moments = new ArrayList<Moment>();
    moments.add(new Moment("accepted", job.acceptance().at()));
    if (progress.sentAt() != null) {
      moments.add(new Moment("sent", progress.sentAt()));
    }
    if (progress.outcomeAt() != null) {
      moments.add(new Moment(wire(progress.delivery()), progress.outcomeAt()));
    }
    if (progress.endedAt() != null && job.status() != JobStatus.SENT) {
      moments.add(new Moment(wire(job.status()), progress.endedAt()));
    }
    moments.sort(Comparator.comparing(Moment::at));
    return moments;
  }

  private static String wire(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
