package dev.posthouse.feedback;

import dev.posthouse.domain.outbound.ApplyEvidence;
import dev.posthouse.domain.outbound.Envelope;
import dev.posthouse.domain.outbound.Jobs;
import dev.posthouse.domain.outbound.JudgeConduct;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.outbound.Recipients;
import dev.posthouse.domain.tenant.Suppression;
import dev.posthouse.lambda.Log;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;

/// Records on a job what an SES event says of it, and suppresses the recipient where it says so.
///
/// Events may come twice, late and in any order: each says something of its own, and what weighs
/// more stays.
final class RecordOutcome {
  private final Jobs jobs;
  private final Recipients recipients;
  private final ApplyEvidence applyEvidence;
  private final Log log;

  RecordOutcome(
      Jobs jobs, Recipients recipients, JudgeConduct judgeConduct, InstantSource clock, Log log) {
    this.jobs = jobs;
    this.recipients = recipients;
    this.applyEvidence = new ApplyEvidence(jobs, judgeConduct, clock);
    this.log = log;
  }

  void record(SesEvent event) {
    Optional<OutboundJob> job = jobs.find(event.job());
    if (job.isEmpty()) {
      log.with("job", event.job().value()).warn("an event of a job that has expired");
      return;
    }
    Envelope envelope = job.get().envelope();
    // First: should the rest fail, the event comes again, and the recipient is safe meanwhile.
    event
        .suppresses()
        .ifPresent(reason ->
            recipients.suppress(
                envelope.tenant(),
                envelope.recipient(),
                new Suppression(reason, event.evidence().at())));
    applyEvidence.apply(job.get(), event.evidence()).ifPresent(after -> tell(after, event));
  }

  private void tell(OutboundJob job, SesEvent event) {
    log.identity(job.envelope().handle().value())
        .with("job", job.id().value())
        .address("recipient", job.envelope().recipient().toString())
        .with("status", job.status().name().toLowerCase(Locale.ROOT))
        .info(event.evidence().kind().name().toLowerCase(Locale.ROOT));
  }
}
