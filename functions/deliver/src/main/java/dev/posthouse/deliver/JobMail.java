package dev.posthouse.deliver;

import dev.posthouse.domain.outbound.AttachmentRef;
import dev.posthouse.domain.outbound.Attachments;
import dev.posthouse.domain.outbound.Content;
import dev.posthouse.domain.outbound.Envelope;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.mail.Attachment;
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
  private final Attachments attachments;

  JobMail(UnsubscribeTokens tokens, String publicUrl, Attachments attachments) {
    this.tokens = tokens;
    this.publicUrl = publicUrl;
    this.attachments = attachments;
  }

  /// @param displayName the name beside the address in `From`
  /// @throws IllegalArgumentException if no mail can be made of it
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
    content.addressing().to().forEach(address -> draft.to(NamedAddress.of(address)));
    content.addressing().cc().forEach(address -> draft.cc(NamedAddress.of(address)));
    content.addressing().replyTo().forEach(address -> draft.replyTo(NamedAddress.of(address)));
    content.attachments().forEach(file -> draft.attach(attachment(file)));
    if (!envelope.reply()) {
      draft.unsubscribe(unsubscribe(envelope));
    }
    return Composer.compose(draft.finished());
  }

  private Attachment attachment(AttachmentRef file) {
    byte[] bytes =
        attachments
            .get(file.id())
            .orElseThrow(
                () -> new IllegalArgumentException("attachment " + file.id() + " is gone"));
    return new Attachment(file.filename(), file.contentType(), bytes);
  }

  private ListUnsubscribe unsubscribe(Envelope envelope) {
    var subscription =
        new UnsubscribeTokens.Subscription(
            envelope.tenant(), envelope.identity(), envelope.recipient());
    return new ListUnsubscribe(URI.create(publicUrl + "/u/" + tokens.issue(subscription)), null);
  }
}
