package dev.posthouse.deliver;

import dev.posthouse.domain.outbound.Content;
import dev.posthouse.domain.outbound.Envelope;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.mail.Composer;
import dev.posthouse.mail.Draft;
import dev.posthouse.mail.ListUnsubscribe;
import dev.posthouse.mail.NamedAddress;
import dev.posthouse.mail.OutgoingMail;
import dev.posthouse.mail.UnsubscribeTokens;
import java.net.URI;
import java.time.Instant;

/// A job's message as bytes: the same ones however often it is tried.
final class JobMail {
  /// Names the job in the mail itself, for those who see the mail and not our events.
  static final String JOB_HEADER = "X-Posthouse-Job";

  private final UnsubscribeTokens tokens;
  private final String publicUrl;

  JobMail(UnsubscribeTokens tokens, String publicUrl) {
    this.tokens = tokens;
    this.publicUrl = publicUrl;
  }

  /// @param displayName the name beside the address in `From`
  byte[] compose(OutboundJob job, Content content, String displayName) {
    Envelope envelope = job.envelope();
    Instant date = job.acceptance().dispatchAt();
    var from = new NamedAddress(job.account(), displayName);
    Draft draft =
        OutgoingMail.draft(job.id().value(), date, from, envelope.recipient())
            .subject(content.subject())
            .text(content.text())
            .html(content.html())
            .inReplyTo(content.inReplyTo(), content.references())
            .header(JOB_HEADER, job.id().value());
    if (!envelope.reply()) {
      draft.unsubscribe(unsubscribe(envelope));
    }
    return Composer.compose(draft.finished());
  }

  private ListUnsubscribe unsubscribe(Envelope envelope) {
    var subscription =
        new UnsubscribeTokens.Subscription(
            envelope.tenant(), envelope.identity(), envelope.recipient());
    return new ListUnsubscribe(URI.create(publicUrl + "/u/" + tokens.issue(subscription)), null);
  }
}
