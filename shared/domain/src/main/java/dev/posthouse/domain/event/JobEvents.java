package dev.posthouse.domain.event;

import dev.posthouse.domain.outbound.DeliveryStatus;
import dev.posthouse.domain.outbound.Envelope;
import dev.posthouse.domain.outbound.JobError;
import dev.posthouse.domain.outbound.JobStatus;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.outbound.Progress;
import dev.posthouse.domain.pool.MailboxId;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a new version of a job tells its identity.
///
/// Each event stands for something that was not so before: a job that jumps from being sent to
/// being delivered was sent, then delivered.
public final class JobEvents {
  private static final DateTimeFormatter MILLISECONDS =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

  private final OutboundJob job;
  private final List<Occurrence> occurrences = new ArrayList<>();

  private JobEvents(OutboundJob job) {
    this.job = job;
  }

  /// What the step from one version to the next adds to the log; empty if it is nobody's concern.
  ///
  /// @param before empty for a job just accepted
  public static Optional<Entry> of(Optional<OutboundJob> before, OutboundJob after) {
    var events = new JobEvents(after);
    events.derive(before);
    return events.occurrences.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Entry(
                after.envelope().identity(), after.progress().updatedAt(), events.occurrences));
  }

  private void derive(Optional<OutboundJob> before) {
    Progress progress = job.progress();
    if (before.isEmpty()) {
      add(EventType.EMAIL_QUEUED, job.acceptance().at(), accepted());
    }
    if (became(before, JobStatus.SENT)) {
      add(EventType.EMAIL_SENT, or(progress.sentAt()), common());
    }
    DeliveryStatus was =
        before.map(old -> old.progress().delivery()).orElse(DeliveryStatus.PENDING);
    if (progress.delivery() != was) {
      outcome(progress.delivery()).ifPresent(type -> add(type, or(progress.outcomeAt()), why()));
    }
    if (became(before, JobStatus.CANCELLED)) {
      add(EventType.EMAIL_CANCELLED, progress.updatedAt(), common());
    }
    if (became(before, JobStatus.FAILED)) {
      add(EventType.EMAIL_SEND_FAILED_PERMANENTLY, progress.updatedAt(), why());
    }
  }

  private boolean became(Optional<OutboundJob> before, JobStatus status) {
    return job.status() == status && before.map(old -> old.status() != status).orElse(true);
  }

  private static Optional<EventType> outcome(DeliveryStatus delivery) {
    return switch (delivery) {
      case PENDING -> Optional.empty();
      case DELAYED -> Optional.of(EventType.EMAIL_DELAYED);
      case DELIVERED -> Optional.of(EventType.EMAIL_DELIVERED);
      case BOUNCED -> Optional.of(EventType.EMAIL_BOUNCED);
      case COMPLAINED -> Optional.of(EventType.EMAIL_COMPLAINED);
    };
  }

  /// A moment SES named, or else the one we learned it at.
  private Instant or(@Nullable Instant at) {
    return Objects.requireNonNullElse(at, job.progress().updatedAt());
  }

  private void add(EventType type, Instant at, Map<String, Object> data) {
    Envelope envelope = job.envelope();
    // A job's id returns when an idempotency key is used again after its time.
    String thing = job.id().value() + "\0" + job.acceptance().at().toEpochMilli();
    EventId id = EventId.of(thing, job.progress().version(), type);
    occurrences.add(new Occurrence(id, type, at, envelope.conversation(), data));
  }

  private Map<String, Object> common() {
    Envelope envelope = job.envelope();
    String mailbox = MailboxId.of(envelope.identity(), envelope.sender().ordinal()).value();
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("identity", envelope.handle().value());
    data.put("outboundJobId", job.id().value());
    data.put("pendingId", job.id().value());
    data.put("messageId", envelope.message().value());
    data.put("convId", envelope.conversation().value());
    data.put("recipient", envelope.recipient().toString());
    data.put("account", pair("id", mailbox, "email", job.account().toString()));
    return data;
  }

  private Map<String, Object> accepted() {
    Instant dispatchAt = job.progress().dispatchAt();
    Map<String, Object> data = common();
    data.put("sendClass", wire(job.acceptance().sendClass()));
    data.put("affinity", wire(job.acceptance().affinity()));
    data.put("dispatchAt", dispatchAt.toEpochMilli());
    data.put("dispatchAtIso", MILLISECONDS.format(dispatchAt));
    return data;
  }

  private Map<String, Object> why() {
    Map<String, Object> data = common();
    JobError error = job.progress().lastError();
    if (error != null) {
      data.put("error", pair("code", error.code(), "message", error.message()));
    }
    return data;
  }

  /// Not Map.of, whose order is another in each process.
  private static Map<String, Object> pair(String first, Object one, String second, Object two) {
    Map<String, Object> pair = new LinkedHashMap<>();
    pair.put(first, one);
    pair.put(second, two);
    return pair;
  }

  private static String wire(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
