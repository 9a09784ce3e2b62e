package dev.posthouse.domain.outbound;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.pool.ProviderGroup;
import dev.posthouse.domain.purse.Charge;
import dev.posthouse.domain.purse.Credits;
import dev.posthouse.domain.purse.LedgerEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/// One accepted message to one recipient, on its way out. It is outbox, idempotency record and
/// status in one.
///
/// A job never changes: each step of its life is a method that gives the job after it, one version
/// further. [Jobs] writes that only if the job is still the one the step was taken from.
public record OutboundJob(
    JobId id, Envelope envelope, Payload payload, Acceptance acceptance, Progress progress) {
  /// How long an uncertain job waits for evidence before it is closed.
  public static final Duration EVIDENCE_WAIT = Duration.ofMinutes(15);

  /// How long a job is kept after its end.
  public static final Duration RETENTION = Duration.ofDays(30);

  private static final String INSIDE_PREFIX = "internal-";
  private static final String SIMULATOR = "simulator.amazonses.com";

  /// A new job that costs nothing, counted on the day of its dispatch.
  public static OutboundJob accepted(
      JobId id, Envelope envelope, Payload payload, Acceptance acceptance) {
    return accepted(id, envelope, payload, acceptance, Charge.NONE);
  }

  /// A new job, counted on the day of its dispatch.
  public static OutboundJob accepted(
      JobId id, Envelope envelope, Payload payload, Acceptance acceptance, Charge charge) {
    Instant dispatchAt = acceptance.dispatchAt();
    var unit = new DayUnit(dayOf(dispatchAt), envelope.sender().ordinal());
    return new OutboundJob(
        id,
        envelope,
        payload,
        acceptance,
        Progress.accepted(unit, dispatchAt, charge, acceptance.at()));
  }

  /// The UTC day of a moment.
  public static LocalDate dayOf(Instant at) {
    return LocalDate.ofInstant(at, ZoneOffset.UTC);
  }

  /// Where the job is.
  public JobStatus status() {
    return progress.status();
  }

  /// Where the job is counted, if it still is.
  public Optional<DayUnit> unit() {
    return Optional.ofNullable(progress.unit());
  }

  /// What it costs, and whether that is paid.
  public Charge charge() {
    return progress.charge();
  }

  /// What the step that led here from an earlier version says in the ledger: credits reserved for
  /// the job were captured or released. Empty if it moved none.
  public Optional<LedgerEntry> settled(OutboundJob before) {
    if (!before.charge().open() || charge().open()) {
      return Optional.empty();
    }
    Credits credits = charge().credits();
    Instant at = progress.updatedAt();
    return Optional.of(
        charge().state() == Charge.State.CAPTURED
            ? LedgerEntry.capture(envelope.tenant(), credits, id.value(), at)
            : LedgerEntry.release(envelope.tenant(), credits, id.value(), at));
  }

  /// Whether it may be claimed at that moment: it waits, its time has come, and it is counted on
  /// this very day.
  public boolean claimable(Instant now) {
    return dispatchable(now) && unit().map(unit -> unit.day().equals(dayOf(now))).orElse(false);
  }

  /// Whether it waits and its time has come, whatever day it is counted on.
  public boolean dispatchable(Instant now) {
    return status().waiting() && !progress.dispatchAt().isAfter(now);
  }

  /// Whether it was claimed and the lease has run out without a word.
  public boolean leaseExpired(Instant now) {
    return status() == JobStatus.SENDING
        && progress.leaseUntil() != null
        && !progress.leaseUntil().isAfter(now);
  }

  /// Whether it has waited for evidence long enough.
  public boolean evidenceOverdue(Instant now) {
    return status() == JobStatus.UNCERTAIN
        && progress.dueAt() != null
        && !progress.dueAt().isAfter(now);
  }

  /// Claimed: one call to SES may be made until the lease ends. The sweep's entry, if there is one,
  /// stays: it finds the job again should this call never end.
  public OutboundJob claimed(Instant now, Duration lease) {
    require(claimable(now), "claim");
    return with(now)
        .status(JobStatus.SENDING)
        .attempts(progress.attempts() + 1)
        .leaseUntil(now.plus(lease))
        .job();
  }

  /// SES took it.
  public OutboundJob sent(String sesMessageId, Instant now) {
    require(status() == JobStatus.SENDING, "record as sent");
    return with(now)
        .status(JobStatus.SENT)
        .sesMessageId(sesMessageId)
        .error(null)
        .sentAt(now)
        .captured()
        .ended()
        .job();
  }

  /// It is in the recipient's mailbox on this platform, which costs nothing, even if that mailbox
  /// was not there yet when the message was taken.
  public OutboundJob deliveredInside(Instant now) {
    require(status() == JobStatus.SENDING, "deliver inside");
    return with(now)
        .status(JobStatus.SENT)
        .sesMessageId(INSIDE_PREFIX + id.value())
        .error(null)
        .sentAt(now)
        .delivery(DeliveryStatus.DELIVERED, now)
        .released()
        .ended()
        .job();
  }

  /// Whether it never left the platform.
  public boolean inside() {
    return progress.sesMessageId() != null && progress.sesMessageId().startsWith(INSIDE_PREFIX);
  }

  /// It will not be sent; its unit and its credits are given back.
  public OutboundJob failed(JobError error, Instant now) {
    require(!status().ended(), "fail");
    return with(now).status(JobStatus.FAILED).error(error).unit(null).released().ended().job();
  }

  /// Back in the queue until a later moment: SES said no for now.
  public OutboundJob postponed(Instant until, JobError error, Instant now) {
    require(status() == JobStatus.SENDING, "postpone");
    return with(now).status(JobStatus.QUEUED).error(error).dispatchAt(until).dueAt(until).job();
  }

  /// Kept waiting until a later moment: its identity cannot send now.
  public OutboundJob held(Instant until, JobError error, Instant now) {
    require(status().waiting(), "hold");
    return with(now).error(error).dispatchAt(until).dueAt(until).job();
  }

  /// Nobody knows whether SES took it: wait for evidence.
  public OutboundJob uncertain(JobError error, Instant now) {
    require(status() == JobStatus.SENDING, "call uncertain");
    return with(now).status(JobStatus.UNCERTAIN).error(error).dueAt(now.plus(EVIDENCE_WAIT)).job();
  }

  /// No evidence came in time: tried again or given up, as the message asked for.
  public OutboundJob evidenceMissed(Instant now) {
    require(status() == JobStatus.UNCERTAIN, "close for want of evidence");
    if (acceptance.guarantee() == DeliveryGuarantee.AT_LEAST_ONCE) {
      return with(now)
          .status(JobStatus.QUEUED)
          .retriedUncertain()
          .dispatchAt(now)
          .dueAt(null)
          .job();
    }
    return failed(
        new JobError(
            "unknown_outcome",
            "SES did not say whether it took the message, and no event about it arrived."),
        now);
  }

  /// Taken back.
  public OutboundJob cancelled(Instant now) {
    require(status().waiting(), "cancel");
    return with(now).status(JobStatus.CANCELLED).unit(null).released().ended().job();
  }

  /// Found while somebody else holds its lease: the sweep looks again when that ends.
  public OutboundJob watched(Instant now) {
    require(status() == JobStatus.SENDING, "watch");
    return with(now).dueAt(progress.leaseUntil()).job();
  }

  /// Lost from the stream: the sweep takes care of it.
  public OutboundJob due(Instant now) {
    require(status().waiting(), "make due");
    return with(now).dueAt(progress.dispatchAt().isAfter(now) ? progress.dispatchAt() : now).job();
  }

  /// Counted elsewhere and sent from there: on another day, from another mailbox, or both. The
  /// sweep looks at it when its new moment comes.
  public OutboundJob moved(Sender sender, Instant dispatchAt, Instant now) {
    require(status().waiting(), "move");
    return with(now)
        .sender(sender)
        .unit(new DayUnit(dayOf(dispatchAt), sender.ordinal()))
        .dispatchAt(dispatchAt)
        .dueAt(dispatchAt.isAfter(now) ? dispatchAt : progress.dueAt())
        .job();
  }

  /// To be sent at another time, as its owner wishes, and counted on the day of that.
  public OutboundJob rescheduled(Instant sendAt, Instant now) {
    require(status().waiting(), "reschedule");
    return with(now)
        .status(JobStatus.SCHEDULED)
        .unit(new DayUnit(dayOf(sendAt), envelope.sender().ordinal()))
        .dispatchAt(sendAt)
        .dueAt(sendAt)
        .job();
  }

  /// What an SES event makes of it, or empty if it tells nothing new.
  ///
  /// Evidence outweighs what we assumed: a job given up as unknown becomes sent when its delivery
  /// is reported, and one waiting for its second try is not sent again.
  public Optional<OutboundJob> withEvidence(Evidence evidence, Instant now) {
    if (evidence.kind() == Evidence.Kind.REJECT) {
      return isRejected() ? Optional.empty() : Optional.of(rejected(evidence, now));
    }
    if (evidence.kind() == Evidence.Kind.SEND && isRejected()) {
      return Optional.empty();
    }
    boolean news = status() != JobStatus.SENT;
    boolean further = evidence.delivery().compareTo(progress.delivery()) > 0;
    if (!news && !further) {
      return Optional.empty();
    }
    JobStep change = with(now);
    if (news) {
      change.status(JobStatus.SENT).sesMessageId(evidence.sesMessageId()).error(null);
      change.sentAt(evidence.at()).captured().ended();
    }
    if (further) {
      change.delivery(evidence.delivery(), evidence.at());
      change.error(evidence.detail().orElse(null));
    }
    return Optional.of(change.job());
  }

  /// What the evidence adds to the record of the mailbox that sent this; empty if it is nothing
  /// bad, or no news. Each mishap of a message counts once, on the day it happened.
  ///
  /// Mail to SES's mailbox simulator is no mail: SES leaves it out of its own rates too.
  public Optional<DayMishap> mishap(Evidence evidence, Instant now) {
    boolean further = evidence.delivery().compareTo(progress.delivery()) > 0;
    Instant at = evidence.at().isAfter(now) ? now : evidence.at();
    return evidence
        .mishap()
        .filter(_ -> further && !envelope.recipient().domain().equals(SIMULATOR))
        .map(mishap ->
            new DayMishap(
                dayOf(at),
                envelope.sender().ordinal(),
                mishap,
                ProviderGroup.of(envelope.recipient()),
                at));
  }

  /// Whether SES took it and then found it harmful: no other failed job has a message id of SES.
  private boolean isRejected() {
    return status() == JobStatus.FAILED && progress.sesMessageId() != null;
  }

  private OutboundJob rejected(Evidence evidence, Instant now) {
    JobStep change =
        with(now)
            .status(JobStatus.FAILED)
            .sesMessageId(evidence.sesMessageId())
            .error(
                evidence
                    .detail()
                    .orElse(new JobError("rejected", "SES refused the message as harmful.")));
    return status() == JobStatus.SENT ? change.job() : change.unit(null).released().ended().job();
  }

  private void require(boolean allowed, String step) {
    if (!allowed) {
      throw new IllegalStateException("cannot " + step + " a job that is " + status());
    }
  }

  /// The address it goes out from.
  public EmailAddress account() {
    return envelope.sender().address();
  }

  /// The subject, wherever the content is.
  public String subject() {
    return switch (payload) {
      case Payload.Inline(Content content) -> content.subject();
      case Payload.Stored(String key, String subject) -> subject;
    };
  }

  private JobStep with(Instant now) {
    return new JobStep(this, now);
  }
}
