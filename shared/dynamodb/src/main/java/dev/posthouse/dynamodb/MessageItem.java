package dev.posthouse.dynamodb;

import dev.posthouse.domain.Ulids;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.message.Direction;
import dev.posthouse.domain.message.Message;
import dev.posthouse.domain.message.MessageKind;
import dev.posthouse.domain.outbound.AttachmentRef;
import dev.posthouse.domain.outbound.Content;
import dev.posthouse.domain.outbound.ConversationId;
import dev.posthouse.domain.outbound.JobId;
import dev.posthouse.domain.outbound.MessageId;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.outbound.Payload;
import dev.posthouse.domain.tenant.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// A message as an item. Those of one identity lie together, in the order of their ids, which is
/// that of their times.
public final class MessageItem {
  /// What `kind` says of messages.
  public static final String KIND = "message";

  static final String JOB = "job";
  static final String READ = "read";
  private static final String PAYLOAD = "payload";
  private static final String ATTACHMENTS = "attachments";
  private static final String VERDICTS = "verdicts";
  private static final String OPENS = "opens";

  private MessageItem() {}

  /// A message of ours, as its job has it.
  static Map<String, AttributeValue> write(
      OutboundJob job, Content content, Optional<String> messageId) {
    var envelope = job.envelope();
    Item item =
        Item.at(Key.message(envelope.identity(), envelope.message()), KIND)
            .with("tenant", envelope.tenant().value())
            .with("conversation", envelope.conversation().value())
            .with(JOB, job.id().value())
            .with("from", job.account().toString())
            .with("at", job.acceptance().at())
            .with("messageId", messageId.orElse(null));
    List<String> to = content.addressing().to().stream().map(Object::toString).toList();
    item.with("to", to.isEmpty() ? List.of(envelope.recipient().toString()) : to)
        .with("cc", content.addressing().cc().stream().map(Object::toString).toList());
    payload(item, job.payload(), content.subject(), content.snippet(), content.attachments());
    return item.build();
  }

  /// A message that came in.
  ///
  /// @param opens whether its conversation begins with it
  static Map<String, AttributeValue> write(Message message, boolean opens) {
    Message.Parties parties = message.parties();
    Item item =
        Item.at(Key.message(message.identity(), message.id()), KIND)
            .with("tenant", message.tenant().value())
            .with("conversation", message.conversation().value())
            .with("direction", message.direction())
            .with("class", message.kind())
            .with("from", parties.from())
            .with("fromName", parties.fromName())
            .with("replyTo", parties.replyTo())
            .with("to", parties.to())
            .with("cc", parties.cc())
            .with("at", message.at())
            .with("messageId", message.internetMessageId())
            .flag(READ, message.read())
            .flag(OPENS, opens);
    if (!message.verdicts().isEmpty()) {
      var verdicts = new TreeMap<String, AttributeValue>();
      message
          .verdicts()
          .forEach((check, verdict) -> verdicts.put(check, AttributeValue.fromS(verdict)));
      item.with(VERDICTS, verdicts);
    }
    payload(item, message.payload(), message.subject(), message.snippet(), message.attachments());
    return item.build();
  }

  /// What lists show is beside the content where that is elsewhere.
  private static void payload(
      Item item, Payload payload, String subject, String snippet, List<AttachmentRef> attachments) {
    switch (payload) {
      case Payload.Inline(Content content) -> item.with(PAYLOAD, ContentCodec.encode(content));
      case Payload.Stored(String key, String _) ->
          item.with("contentKey", key)
              .with("subject", subject)
              .with("snippet", snippet)
              .with(ATTACHMENTS, attachments.stream().map(MessageItem::line).toList());
    }
  }

  private static String line(AttachmentRef attachment) {
    String contentId = attachment.contentId() == null ? "" : attachment.contentId();
    return String.join(
        "\n",
        attachment.id(),
        Long.toString(attachment.sizeBytes()),
        attachment.contentType(),
        contentId,
        attachment.filename());
  }

  private static AttachmentRef attachment(String line) {
    String[] parts = line.split("\n", 5);
    return new AttachmentRef(
        parts[0],
        parts[4],
        parts[2],
        Long.parseLong(parts[1]),
        parts[3].isEmpty() ? null : parts[3]);
  }

  /// Whether a message that came in opened its conversation.
  public static boolean opens(Map<String, AttributeValue> item) {
    return Attributes.flag(item, OPENS);
  }

  /// The message in an item, from the table or from the table's stream.
  public static Message read(Map<String, AttributeValue> item) {
    Payload payload = payload(item);
    boolean inbound = item.containsKey("direction");
    var parties =
        new Message.Parties(
            Attributes.string(item, "from"),
            Attributes.optionalString(item, "fromName").orElse(null),
            Attributes.optionalString(item, "replyTo").orElse(null),
            Attributes.strings(item, "to"),
            Attributes.strings(item, "cc"));
    return new Message(
        new MessageId(Attributes.string(item, Key.SK)),
        new TenantId(Attributes.string(item, "tenant")),
        identity(item),
        new ConversationId(Attributes.string(item, "conversation")),
        inbound ? Direction.INBOUND : Direction.OUTBOUND,
        inbound ? Attributes.constant(item, "class", MessageKind.class) : MessageKind.HUMAN,
        parties,
        subject(payload),
        payload instanceof Payload.Inline(Content content)
            ? content.snippet()
            : Attributes.optionalString(item, "snippet").orElse(""),
        Attributes.instant(item, "at"),
        Attributes.optionalString(item, JOB).map(JobId::new).orElse(null),
        Attributes.optionalString(item, "messageId").orElse(null),
        !inbound || Attributes.flag(item, READ),
        verdicts(item),
        payload instanceof Payload.Inline(Content content)
            ? content.attachments()
            : Attributes.strings(item, ATTACHMENTS).stream().map(MessageItem::attachment).toList(),
        payload);
  }

  static IdentityId identity(Map<String, AttributeValue> item) {
    String pk = Attributes.string(item, Key.PK);
    return new IdentityId(pk.substring(pk.indexOf('#') + 1));
  }

  private static Payload payload(Map<String, AttributeValue> item) {
    return item.containsKey(PAYLOAD)
        ? new Payload.Inline(ContentCodec.decode(Attributes.bytes(item, PAYLOAD)))
        : new Payload.Stored(
            Attributes.string(item, "contentKey"),
            Attributes.optionalString(item, "subject").orElse(""));
  }

  private static String subject(Payload payload) {
    return switch (payload) {
      case Payload.Inline(Content content) -> content.subject();
      case Payload.Stored(String _, String subject) -> subject;
    };
  }

  private static Map<String, String> verdicts(Map<String, AttributeValue> item) {
    var verdicts = new TreeMap<String, String>();
    AttributeValue map = item.get(VERDICTS);
    if (map != null) {
      map.m().forEach((check, verdict) -> verdicts.put(check, verdict.s()));
    }
    return verdicts;
  }

  /// The least message id of a moment: its time, and zeros for the random part.
  static String firstIdAt(Instant at) {
    RandomGenerator zeros = () -> 0L;
    return MessageId.PREFIX + Ulids.of(at, zeros);
  }
}
