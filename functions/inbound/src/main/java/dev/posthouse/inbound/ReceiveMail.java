package dev.posthouse.inbound;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.Ulids;
import dev.posthouse.domain.identity.Identities;
import dev.posthouse.domain.identity.RosterCache;
import dev.posthouse.domain.message.Direction;
import dev.posthouse.domain.message.Message;
import dev.posthouse.domain.message.MessageKind;
import dev.posthouse.domain.message.Messages;
import dev.posthouse.domain.outbound.Addressing;
import dev.posthouse.domain.outbound.AttachmentRef;
import dev.posthouse.domain.outbound.Attachments;
import dev.posthouse.domain.outbound.Content;
import dev.posthouse.domain.outbound.Contents;
import dev.posthouse.domain.outbound.ConversationId;
import dev.posthouse.domain.outbound.JobIds;
import dev.posthouse.domain.outbound.MessageId;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.outbound.Payload;
import dev.posthouse.domain.outbound.Recipients;
import dev.posthouse.domain.pool.Mailbox;
import dev.posthouse.domain.pool.MailboxState;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.tenant.Mailboxes;
import dev.posthouse.domain.tenant.Suppression;
import dev.posthouse.lambda.Log;
import dev.posthouse.mail.NamedAddress;
import dev.posthouse.mail.inbound.Classification;
import dev.posthouse.mail.inbound.InboundAttachment;
import dev.posthouse.mail.inbound.InboundHeader;
import dev.posthouse.mail.inbound.InboundMail;
import dev.posthouse.mail.inbound.InboundParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Takes a message in: for each mailbox of ours that its envelope names, a copy.
///
/// A copy's id follows from the receipt and the mailbox, so a notice that comes twice changes
/// nothing. Conversations are between an identity and one correspondent, so that is all threading
/// needs: who wrote decides, never what a header claims.
final class ReceiveMail {
  /// Stands in for a sender that names no address.
  private static final EmailAddress NOBODY = EmailAddress.parse("unknown@sender.invalid");

  private static final int INLINE_BYTES_MAX = 500;
  private static final int HEX_BASE = 16;
  private static final int HASH_DIGITS = 15;

  private final Identities identities;
  private final RosterCache rosters;
  private final Mailboxes mailboxes;
  private final Messages messages;
  private final Contents contents;
  private final Attachments attachments;
  private final Recipients recipients;
  private final RecordReport reports;
  private final Log log;

  ReceiveMail(
      Identities identities,
      RosterCache rosters,
      Mailboxes mailboxes,
      Messages messages,
      Contents contents,
      Attachments attachments,
      Recipients recipients,
      RecordReport reports,
      Log log) {
    this.identities = identities;
    this.rosters = rosters;
    this.mailboxes = mailboxes;
    this.messages = messages;
    this.contents = contents;
    this.attachments = attachments;
    this.recipients = recipients;
    this.reports = reports;
    this.log = log;
  }

  void receive(Receipt receipt, byte[] raw) {
    InboundMail mail = InboundParser.parse(raw);
    var reached = new ArrayList<String>();
    for (EmailAddress recipient : receipt.recipients()) {
      Optional<Home> home = home(recipient);
      if (home.isEmpty()) {
        log.address("recipient", recipient.toString())
            .with("ses", receipt.sesId())
            .info("nobody here has that address");
      } else if (!reached.contains(home.get().roster().identity().value())) {
        reached.add(home.get().roster().identity().value());
        receive(receipt, mail, home.get());
      }
    }
  }

  /// Whose mail it is: the address itself, or the one before its `+tag`.
  private Optional<Home> home(EmailAddress recipient) {
    return find(recipient).or(() -> untagged(recipient).flatMap(this::find));
  }

  private static Optional<EmailAddress> untagged(EmailAddress address) {
    int plus = address.localPart().indexOf('+');
    return plus < 1
        ? Optional.empty()
        : EmailAddress.tryParse(address.localPart().substring(0, plus) + "@" + address.domain());
  }

  private Optional<Home> find(EmailAddress address) {
    Optional<Roster> roster = identities.owner(address).flatMap(rosters::find);
    return roster.flatMap(found ->
        found.mailboxes().stream()
            .filter(mailbox -> mailbox.address().canonical().equals(address.canonical()))
            // Pulled and retired mailboxes of a pool go on receiving; one that a person gave up
            // does
            // not.
            .filter(mailbox -> !found.selfServe() || mailbox.state() != MailboxState.RETIRED)
            .findFirst()
            .map(mailbox -> new Home(found, mailbox)));
  }

  private void receive(Receipt receipt, InboundMail mail, Home home) {
    Roster roster = home.roster();
    Optional<OutboundJob> about = report(receipt, mail.classification(), roster);
    EmailAddress correspondent =
        about.map(job -> job.envelope().recipient()).orElseGet(() -> sender(mail.header()));
    if (mail.classification() instanceof Classification.UnsubscribeRequest) {
      recipients.suppress(
          roster.tenant(),
          correspondent,
          new Suppression(Suppression.Reason.UNSUBSCRIBED, receipt.at()));
    }
    if (roster.selfServe()
        && about.isEmpty()
        && mailboxes.blockedSenders(roster.identity()).blocks(correspondent)) {
      log.identity(roster.handle().value())
          .address("from", correspondent.toString())
          .info("blocked");
      return;
    }
    Message message = message(receipt, mail, roster, correspondent);
    boolean received =
        messages.receive(message, new Messages.Arrival(correspondent, home.mailbox().ordinal()));
    log.identity(roster.handle().value())
        .with("message", message.id().value())
        .with("kind", message.kind().name())
        .address("from", correspondent.toString())
        .info(received ? "received" : "received before");
  }

  /// Records what a bounce or complaint says; gives the job it is about.
  private Optional<OutboundJob> report(
      Receipt receipt, Classification classification, Roster roster) {
    return switch (classification) {
      case Classification.Bounce bounce -> {
        Optional<OutboundJob> job = reports.about(bounce.original(), roster.identity());
        job.ifPresent(found -> reports.bounced(found, bounce, receipt.at()));
        yield job;
      }
      case Classification.Complaint complaint -> {
        Optional<OutboundJob> job = reports.about(complaint.original(), roster.identity());
        job.ifPresent(found -> reports.complained(found, receipt.at()));
        yield job;
      }
      default -> Optional.empty();
    };
  }

  private static EmailAddress sender(InboundHeader header) {
    return header
        .from()
        .map(NamedAddress::address)
        .or(() -> header.envelope().returnPath())
        .orElse(NOBODY);
  }

  private Message message(
      Receipt receipt, InboundMail mail, Roster roster, EmailAddress correspondent) {
    MessageId id = idOf(receipt, roster);
    List<AttachmentRef> files = receipt.harmful() ? List.of() : keepFiles(mail, id);
    InboundHeader header = mail.header();
    var content =
        new Content(
            header.subject(),
            mail.body().text(),
            mail.body().html().orElse(null),
            header.inReplyTo().isEmpty() ? null : header.inReplyTo().getFirst(),
            header.references(),
            Addressing.PLAIN,
            files);
    Payload payload = new Payload.Inline(content);
    int bytes = mail.body().text().length() + mail.body().html().map(String::length).orElse(0);
    if (bytes > INLINE_BYTES_MAX || !files.isEmpty()) {
      contents.put(id.value(), content);
      payload = new Payload.Stored(id.value(), content.subject());
    }
    return new Message(
        id,
        roster.tenant(),
        roster.identity(),
        ConversationId.between(roster.identity(), correspondent),
        Direction.INBOUND,
        kind(mail.classification()),
        parties(header),
        content.subject(),
        content.snippet(),
        receipt.at(),
        null,
        header.messageId().orElse(null),
        false,
        receipt.verdicts(),
        files,
        payload);
  }

  private List<AttachmentRef> keepFiles(InboundMail mail, MessageId id) {
    var files = new ArrayList<AttachmentRef>();
    for (InboundAttachment attachment : mail.attachments()) {
      var file =
          new AttachmentRef(
              AttachmentRef.idOf(id, attachment.index()),
              attachment.filename(),
              attachment.contentType(),
              attachment.sizeBytes(),
              attachment.contentId().orElse(null));
      attachments.put(file, attachment.content());
      files.add(file);
    }
    return files;
  }

  private static Message.Parties parties(InboundHeader header) {
    EmailAddress from = sender(header);
    String name =
        header.from().flatMap(address -> Optional.ofNullable(address.displayName())).orElse(null);
    return new Message.Parties(
        from.toString(),
        name,
        header.replyTo().stream()
            .findFirst()
            .map(address -> address.address().toString())
            .orElse(null),
        addresses(header.to()),
        addresses(header.cc()));
  }

  private static List<String> addresses(List<NamedAddress> addresses) {
    return addresses.stream().map(address -> address.address().toString()).toList();
  }

  private static MessageKind kind(Classification classification) {
    return switch (classification) {
      case Classification.Human _ -> MessageKind.HUMAN;
      case Classification.AutoReply _ -> MessageKind.AUTO_REPLY;
      case Classification.Bounce _ -> MessageKind.BOUNCE;
      case Classification.Complaint _ -> MessageKind.COMPLAINT;
      case Classification.ListMail _ -> MessageKind.LIST;
      case Classification.UnsubscribeRequest _ -> MessageKind.UNSUBSCRIBE;
    };
  }

  private static MessageId idOf(Receipt receipt, Roster roster) {
    String name = "received\0" + receipt.sesId() + "\0" + roster.identity().value();
    long bits = Long.parseLong(JobIds.sha256(name).substring(0, HASH_DIGITS), HEX_BASE);
    RandomGenerator fixed = () -> bits;
    return new MessageId(MessageId.PREFIX + Ulids.of(receipt.at(), fixed));
  }

  /// A mailbox of ours and the pool it is in.
  private record Home(Roster roster, Mailbox mailbox) {}
}
