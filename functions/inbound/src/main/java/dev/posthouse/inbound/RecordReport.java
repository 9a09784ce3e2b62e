package dev.posthouse.inbound;

import dev.posthouse.domain.Id;
import dev.posthouse.domain.StoreBusyException;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.outbound.Evidence;
import dev.posthouse.domain.outbound.JobError;
import dev.posthouse.domain.outbound.JobId;
import dev.posthouse.domain.outbound.Jobs;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.outbound.Recipients;
import dev.posthouse.domain.tenant.Suppression;
import dev.posthouse.mail.inbound.BounceAction;
import dev.posthouse.mail.inbound.BounceCause;
import dev.posthouse.mail.inbound.BouncedRecipient;
import dev.posthouse.mail.inbound.Classification;
import dev.posthouse.mail.inbound.OriginalMail;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Records what a bounce or a complaint that came as mail says of a job of ours.
///
/// Anybody can write such a mail. It counts only if the original it returns names a job of the very
/// identity it came to: that id is known to us and to whom the job's mail went.
final class RecordReport {
  private static final String JOB_HEADER = "x-posthouse-job";
  private static final int ATTEMPTS_MAX = 8;
  private static final int DETAIL_MAX = 500;

  private final Jobs jobs;
  private final Recipients recipients;
  private final InstantSource clock;

  RecordReport(Jobs jobs, Recipients recipients, InstantSource clock) {
    this.jobs = jobs;
    this.recipients = recipients;
    this.clock = clock;
  }

  /// The job the report is about, if there is one of that identity.
  Optional<OutboundJob> about(OriginalMail original, IdentityId identity) {
    return original
        .headers()
        .first(JOB_HEADER)
        .map(String::strip)
        .filter(id -> Id.hasShape(JobId.PREFIX, id))
        .flatMap(id -> jobs.find(new JobId(id)))
        .filter(job -> job.envelope().identity().equals(identity));
  }

  void bounced(OutboundJob job, Classification.Bounce bounce, Instant at) {
    Optional<BouncedRecipient> told = of(bounce.recipients(), job);
    if (told.isEmpty()) {
      return;
    }
    BouncedRecipient recipient = told.get();
    Optional<Evidence.Kind> kind =
        switch (recipient.action()) {
          case FAILED -> Optional.of(Evidence.Kind.BOUNCE);
          case DELAYED -> Optional.of(Evidence.Kind.DELAY);
          case DELIVERED -> Optional.of(Evidence.Kind.DELIVERY);
          case RELAYED, EXPANDED -> Optional.empty();
        };
    if (recipient.action() == BounceAction.FAILED
        && recipient.permanent()
        && recipient.cause() == BounceCause.UNKNOWN_RECIPIENT) {
      suppress(job, Suppression.Reason.BOUNCED, at);
    }
    String code = recipient.cause().name().toLowerCase(Locale.ROOT);
    var detail = new JobError(code, cut(recipient.status() + " " + recipient.diagnostic()));
    kind.ifPresent(evidence -> apply(job, evidence, at, Optional.of(detail)));
  }

  void complained(OutboundJob job, Instant at) {
    suppress(job, Suppression.Reason.COMPLAINED, at);
    apply(job, Evidence.Kind.COMPLAINT, at, Optional.empty());
  }

  private static Optional<BouncedRecipient> of(List<BouncedRecipient> told, OutboundJob job) {
    String recipient = job.envelope().recipient().canonical();
    return told.stream()
        .filter(each ->
            each.originalRecipient()
                .or(each::finalRecipient)
                .map(address -> address.canonical().equals(recipient))
                .orElse(false))
        .findFirst()
        // One job is one recipient: whoever is told of, if it is one, is that one, forwarded.
        .or(() -> told.size() == 1 ? Optional.of(told.getFirst()) : Optional.empty());
  }

  private static String cut(String text) {
    String line = text.strip();
    return line.length() <= DETAIL_MAX ? line : line.substring(0, DETAIL_MAX);
  }

  private void suppress(OutboundJob job, Suppression.Reason reason, Instant at) {
    recipients.suppress(
        job.envelope().tenant(), job.envelope().recipient(), new Suppression(reason, at));
  }

  private void apply(OutboundJob seen, Evidence.Kind kind, Instant at, Optional<JobError> detail) {
    OutboundJob job = seen;
    for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
      String sesId = String.valueOf(job.progress().sesMessageId());
      Optional<OutboundJob> after =
          job.withEvidence(new Evidence(kind, sesId, at, detail), clock.instant());
      if (after.isEmpty()) {
        return;
      }
      switch (jobs.update(job, after.get())) {
        case Jobs.StepResult.Done _ -> {
          return;
        }
        case Jobs.StepResult.Stale(Optional<OutboundJob> current) -> {
          if (current.isEmpty()) {
            return;
          }
          job = current.get();
        }
        case Jobs.StepResult.NoRoom() -> throw new IllegalStateException("evidence needs no room");
      }
    }
    throw new StoreBusyException("other writes are in the way of job " + job.id());
  }
}
