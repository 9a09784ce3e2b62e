package dev.posthouse.inbound;

import dev.posthouse.domain.Id;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.outbound.ApplyEvidence;
import dev.posthouse.domain.outbound.Evidence;
import dev.posthouse.domain.outbound.JobError;
import dev.posthouse.domain.outbound.JobId;
import dev.posthouse.domain.outbound.Jobs;
import dev.posthouse.domain.outbound.JudgeConduct;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.outbound.Recipients;
import dev.posthouse.domain.pool.Mishap;
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
  private static final int DETAIL_MAX = 500;

  private final Jobs jobs;
  private final Recipients recipients;
  private final ApplyEvidence applyEvidence;

  RecordReport(Jobs jobs, Recipients recipients, JudgeConduct judgeConduct, InstantSource clock) {
    this.jobs = jobs;
    this.recipients = recipients;
    this.applyEvidence = new ApplyEvidence(jobs, judgeConduct, clock);
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
    Optional<BouncedRecipient> named = of(bounce.recipients(), job);
    if (named.isEmpty()) {
      return;
    }
    BouncedRecipient recipient = named.get();
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
    kind.ifPresent(told ->
        applyEvidence.apply(
            job,
            told == Evidence.Kind.BOUNCE
                ? new Evidence(
                    told,
                    sesId(job),
                    at,
                    Optional.of(detail),
                    Optional.of(mishap(recipient.cause())))
                : new Evidence(told, sesId(job), at, Optional.of(detail))));
  }

  void complained(OutboundJob job, Instant at) {
    suppress(job, Suppression.Reason.COMPLAINED, at);
    applyEvidence.apply(
        job, new Evidence(Evidence.Kind.COMPLAINT, sesId(job), at, Optional.empty()));
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

  private static Mishap mishap(BounceCause cause) {
    return switch (cause) {
      case UNKNOWN_RECIPIENT -> Mishap.HARD_BOUNCE;
      case POLICY, REPUTATION, CONTENT, AUTHENTICATION -> Mishap.POLICY_BOUNCE;
      case MAILBOX_FULL, MAILBOX_DISABLED, TOO_LARGE, NETWORK, OTHER -> Mishap.SOFT_BOUNCE;
    };
  }

  private static String sesId(OutboundJob job) {
    return String.valueOf(job.progress().sesMessageId());
  }
}
