package dev.posthouse.dynamodb;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.outbound.Admission;
import dev.posthouse.domain.outbound.Conversation;
import dev.posthouse.domain.outbound.ConversationId;
import dev.posthouse.domain.outbound.Envelope;
import dev.posthouse.domain.outbound.MessageId;
import dev.posthouse.domain.tenant.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// A conversation as an item, with its entry in the index of an identity's conversations by last
/// activity.
final class ConversationItem {
  static final String MESSAGE_COUNT = "messageCount";
  static final String REFERENCES = "references";
  static final String SNIPPET = "snippet";
  static final String LAST_EVENT_AT = "lastEventAt";
  static final String ACTIVITY_AT = "activityAt";
  static final String ACTIVITY_OF = "activityOf";
  static final String LABELS = "labels";
  static final String ARCHIVED = "archived";
  private static final String THREAD = "thread";

  private ConversationItem() {}

  /// Opens the conversation with a message of ours; where it is there already, it stays as it is
  /// and only its last activity is new.
  static Expression open(Envelope envelope, Admission.Opening opening) {
    Expression expression =
        begin(
                envelope.tenant(),
                envelope.identity(),
                envelope.recipient(),
                opening.subject(),
                opening.at())
            .set(ACTIVITY_AT, activityAt(opening.at(), envelope.conversation()))
            .set(LAST_EVENT_AT, opening.at());
    if (!opening.snippet().isEmpty()) {
      expression.set(SNIPPET, opening.snippet());
    }
    if (!opening.labels().isEmpty()) {
      expression.set(LABELS, Item.list(opening.labels()));
    }
    return expression;
  }

  /// What a conversation has from its beginning on.
  static Expression begin(
      TenantId tenant,
      IdentityId identity,
      EmailAddress correspondent,
      String subject,
      Instant at) {
    return new Expression()
        .setIfAbsent(Item.KIND, AttributeValue.fromS("conversation"))
        .setIfAbsent("tenant", AttributeValue.fromS(tenant.value()))
        .setIfAbsent(ACTIVITY_OF, AttributeValue.fromS(identity.value()))
        .setIfAbsent("correspondent", AttributeValue.fromS(correspondent.toString()))
        .setIfAbsent("subject", AttributeValue.fromS(subject))
        .setIfAbsent("createdAt", Item.number(at.toEpochMilli()));
  }

  /// Adds a message to the conversation as it was read: its place in the thread, its `Message-ID`
  /// if that is known, the time. Refused if another message was added meanwhile.
  static Expression add(
      Expression expression,
      ConversationId id,
      Optional<Conversation> before,
      MessageId message,
      Optional<String> messageId,
      String snippet,
      Instant at) {
    int count = before.map(Conversation::messageCount).orElse(0);
    List<MessageId> thread = before.map(Conversation::thread).orElse(List.of());
    Instant lastEventAt =
        before.map(Conversation::lastEventAt).filter(last -> last.isAfter(at)).orElse(at);
    expression
        .set(MESSAGE_COUNT, count + 1)
        .set(THREAD, thread(Conversation.plusMessage(thread, message)))
        .set(SNIPPET, snippet)
        .set(LAST_EVENT_AT, lastEventAt)
        .set(ACTIVITY_AT, activityAt(lastEventAt, id));
    messageId.ifPresent(header ->
        expression.set(
            REFERENCES,
            Item.list(
                Conversation.plusReference(
                    before.map(Conversation::references).orElse(List.of()), header))));
    return count == 0
        ? expression.ifAbsent(MESSAGE_COUNT)
        : expression.ifEquals(MESSAGE_COUNT, count);
  }

  private static String thread(List<MessageId> messages) {
    return messages.stream()
        .map(message -> message.value().substring(MessageId.PREFIX.length()))
        .collect(Collectors.joining(" "));
  }

  private static List<MessageId> thread(String text) {
    return text.isEmpty()
        ? List.of()
        : Stream.of(text.split(" ", -1)).map(id -> new MessageId(MessageId.PREFIX + id)).toList();
  }

  /// Sorts by time, and by id where the times are equal, so that paging neither skips nor repeats.
  static String activityAt(Instant at, ConversationId id) {
    return String.format(Locale.ROOT, "%013d#%s", at.toEpochMilli(), id.value());
  }

  static Conversation read(Map<String, AttributeValue> item) {
    String pk = Attributes.string(item, Key.PK);
    return new Conversation(
        new ConversationId(pk.substring(pk.indexOf('#') + 1)),
        new TenantId(Attributes.string(item, "tenant")),
        new IdentityId(Attributes.string(item, ACTIVITY_OF)),
        EmailAddress.parse(Attributes.string(item, "correspondent")),
        Attributes.optionalString(item, "subject").orElse(""),
        Attributes.optionalString(item, SNIPPET).orElse(""),
        Attributes.integer(item, MESSAGE_COUNT, 0),
        Attributes.strings(item, LABELS),
        Attributes.strings(item, REFERENCES),
        thread(Attributes.optionalString(item, THREAD).orElse("")),
        Attributes.flag(item, ARCHIVED),
        Attributes.instant(item, "createdAt"),
        Attributes.instant(item, LAST_EVENT_AT));
  }
}
