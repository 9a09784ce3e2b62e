package dev.posthouse.deliver;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.Ulids;
import dev.posthouse.domain.identity.Identities;
import dev.posthouse.domain.identity.RosterCache;
import dev.posthouse.domain.message.Direction;
import dev.posthouse.domain.message.Message;
import dev.posthouse.domain.message.MessageKind;
import dev.posthouse.domain.message.Messages;
import dev.posthouse.domain.outbound.AttachmentRef;
import dev.posthouse.domain.outbound.Attachments;
import dev.posthouse.domain.outbound.Content;
import dev.posthouse.domain.outbound.Contents;
import dev.posthouse.domain.outbound.ConversationId;
import dev.posthouse.domain.outbound.JobIds;
import dev.posthouse.domain.outbound.MessageId;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.outbound.Payload;
import dev.posthouse.domain.pool.Mailbox;
import dev.posthouse.domain.pool.MailboxState;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.tenant.Mailboxes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Puts a job's message straight into the recipient's mailbox, where that is one of this platform.
///
/// The copy's id follows from the job, so that an attempt repeated after a crash finds the first
/// one's copy and leaves it.
final class DeliverInside {
  private static final int HEX_BASE = 16;
  private static final int HASH_DIGITS = 15;

  private final Identities identities;
  private final RosterCache rosters;
  private final Mailboxes mailboxes;
  private final Messages messages;
  private final Contents contents;
  private final Attachments attachments;
  private final String platformDomain;

  DeliverInside(
      Identities identities,
      RosterCache rosters,
      Mailboxes mailboxes,
      Messages messages,
      Contents contents,
      Attachments attachments,
      String platformDomain) {
    this.identities = identities;
    this.rosters = rosters;
    this.mailboxes = mailboxes;
    this.messages = messages;
    this.contents = contents;
    this.attachments = attachments;
    this.platformDomain = platformDomain;
  }

  /// Whose mailbox that address is; empty if it is outside, or its mailbox takes nothing any more.
  Optional<Roster> owner(EmailAddress recipient) {
    return identities
        .owner(recipient)
        .flatMap(rosters::find)
        .filter(roster -> mailbox(roster, recipient).isPresent());
  }

  private static Optional<Mailbox> mailbox(Roster roster, EmailAddress address) {
    return roster.mailboxes().stream()
        .filter(mailbox -> mailbox.address().canonical().equals(address.canonical()))
        .filter(mailbox -> mailbox.state() != MailboxState.PROVISIONING)
        .filter(mailbox -> !roster.selfServe() || mailbox.state() == MailboxState.ACTIVE)
        .findFirst();
  }

  /// Whether the recipient takes no mail from that sender. Only self-serve mailboxes have such a
  /// list.
  boolean blocked(OutboundJob job, Roster to) {
    return to.selfServe() && mailboxes.blockedSenders(to.identity()).blocks(job.account());
  }

  /// Puts the message there, once.
  void deliver(OutboundJob job, Content content, String displayName, Roster to) {
    EmailAddress recipient = job.envelope().recipient();
    Mailbox mailbox =
        mailbox(to, recipient)
            .orElseThrow(() -> new IllegalStateException("the recipient's mailbox is gone"));
    MessageId id = copyId(job);
    List<AttachmentRef> files = copyFiles(content.attachments(), id);
    var copy =
        new Content(
            content.subject(),
            content.text(),
            content.html(),
            content.inReplyTo(),
            content.references(),
            content.addressing(),
            files);
    Payload payload = new Payload.Inline(copy);
    if (job.payload() instanceof Payload.Stored || !files.isEmpty()) {
      contents.put(id.value(), copy);
      payload = new Payload.Stored(id.value(), copy.subject());
    }
    EmailAddress sender = job.account();
    messages.receive(
        new Message(
            id,
            to.tenant(),
            to.identity(),
            ConversationId.between(to.identity(), sender),
            Direction.INBOUND,
            MessageKind.HUMAN,
            parties(job, copy, displayName),
            copy.subject(),
            copy.snippet(),
            job.acceptance().dispatchAt(),
            null,
            job.id().value() + "@" + platformDomain,
            false,
            Map.of(),
            files,
            payload),
        new Messages.Arrival(sender, mailbox.ordinal()));
  }

  private static Message.Parties parties(OutboundJob job, Content content, String displayName) {
    List<String> to = content.addressing().to().stream().map(Object::toString).toList();
    List<EmailAddress> replyTo = content.addressing().replyTo();
    return new Message.Parties(
        job.account().toString(),
        displayName,
        replyTo.isEmpty() ? null : replyTo.getFirst().toString(),
        to.isEmpty() ? List.of(job.envelope().recipient().toString()) : to,
        content.addressing().cc().stream().map(Object::toString).toList());
  }

  private List<AttachmentRef> copyFiles(List<AttachmentRef> files, MessageId message) {
    var copies = new ArrayList<AttachmentRef>();
    for (AttachmentRef file : files) {
      AttachmentRef copy = file.in(message, copies.size());
      if (!attachments.copy(file.id(), copy)) {
        throw new IllegalStateException("attachment " + file.id() + " is gone");
      }
      copies.add(copy);
    }
    return copies;
  }

  private static MessageId copyId(OutboundJob job) {
    String hash = JobIds.sha256("inside\0" + job.id().value()).substring(0, HASH_DIGITS);
    long bits = Long.parseLong(hash, HEX_BASE);
    RandomGenerator fixed = () -> bits;
    return new MessageId(MessageId.PREFIX + Ulids.of(job.acceptance().dispatchAt(), fixed));
  }
}
