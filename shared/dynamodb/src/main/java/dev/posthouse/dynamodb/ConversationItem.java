package dev.posthouse.dynamodb;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.outbound.Admission;
import dev.posthouse.domain.outbound.Conversation;
import dev.posthouse.domain.outbound.ConversationId;
import dev.posthouse.domain.outbound.Envelope;
import dev.posthouse.domain.outbound.Happening;
import dev.posthouse.domain.outbound.MessageId;
import dev.posthouse.domain.outbound.Waiting;
import dev.posthouse.domain.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// A conversation as an item, with its entry in the index of an identity's conversations by last
/// activity.
public final class ConversationItem {
  /// What `kind` says of conversations.
  public static final String KIND = "conversation";

  /// As many as the jobs have, and for the same reason.
  static final List<String> DUE_SHARDS =
      List.of("noReply#0", "noReply#1", "noReply#2", "noReply#3");

  static final String MESSAGE_COUNT = "messageCount";
  static final String REFERENCES = "references";
  static final String SNIPPET = "snippet";
  static final String LAST_EVENT_AT = "lastEventAt";
  static final String ACTIVITY_AT = "activityAt";
  static final String ACTIVITY_OF = "activityOf";
  static final String LABELS = "labels";
  static final String ARCHIVED = "archived";
  static final String NO_REPLY_AT = "noReplyAt";
  static final String TIMELINE = "timeline";
  private static final String THREAD = "thread";
  private static final String NO_REPLY_FOR = "noReplyFor";
  private static final String SENT_AT = "sentAt";
  private static final String HEARD_AT = "heardAt";
  private static final String LAST_NO_REPLY_AT = "lastNoReplyAt";
  private static final String LAST_NO_REPLY_FOR = "lastNoReplyFor";
  private static final String LAST_WAITED_MS = "lastWaitedMs";

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
        .setIfAbsent(Item.KIND, AttributeValue.fromS(KIND))
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
    Instant lastEventAt = before.map(found -> found.lastEventWith(at)).orElse(at);
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

  /// The change of the wait for an answer, and of the sweep's entry with it.
  static Expression waiting(
      Expression expression, ConversationId id, Waiting before, Waiting after) {
    Map<String, Optional<AttributeValue>> was = attributes(id, before);
    attributes(id, after)
        .forEach((name, value) -> {
          if (!value.equals(was.get(name))) {
            expression.setOrRemove(name, value.orElse(null));
          }
        });
    return expression;
  }

  private static Map<String, Optional<AttributeValue>> attributes(
      ConversationId id, Waiting waiting) {
    Waiting.Unanswered last = waiting.last();
    Instant until = waiting.until();
    return Map.ofEntries(
        Map.entry(SENT_AT, moment(waiting.sentAt())),
        Map.entry(HEARD_AT, moment(waiting.heardAt())),
        Map.entry(NO_REPLY_AT, moment(until)),
        Map.entry(JobItem.DUE_AT, moment(until)),
        Map.entry(
            JobItem.DUE_SHARD,
            Optional.ofNullable(until).map(due -> AttributeValue.fromS(dueShard(id)))),
        Map.entry(
            NO_REPLY_FOR,
            Optional.ofNullable(waiting.message())
                .map(message -> AttributeValue.fromS(message.value()))),
        Map.entry(LAST_NO_REPLY_AT, moment(last == null ? null : last.at())),
        Map.entry(
            LAST_NO_REPLY_FOR,
            Optional.ofNullable(last).map(it -> AttributeValue.fromS(it.message().value()))),
        Map.entry(
            LAST_WAITED_MS,
            Optional.ofNullable(last).map(it -> Item.number(it.waited().toMillis()))));
  }

  private static Optional<AttributeValue> moment(@Nullable Instant at) {
    return Optional.ofNullable(at).map(Instant::toEpochMilli).map(Item::number);
  }

  static String dueShard(ConversationId id) {
    return DUE_SHARDS.get(Math.floorMod(id.value().hashCode(), DUE_SHARDS.size()));
  }

  private static Waiting waiting(Map<String, AttributeValue> item) {
    Instant lastAt = Attributes.instantOrNull(item, LAST_NO_REPLY_AT);
    return new Waiting(
        Attributes.instantOrNull(item, SENT_AT),
        Attributes.instantOrNull(item, HEARD_AT),
        Attributes.instantOrNull(item, NO_REPLY_AT),
        Attributes.optionalString(item, NO_REPLY_FOR).map(MessageId::new).orElse(null),
        lastAt == null
            ? null
            : new Waiting.Unanswered(
                lastAt,
                Duration.ofMillis(Attributes.number(item, LAST_WAITED_MS)),
                new MessageId(Attributes.string(item, LAST_NO_REPLY_FOR))));
  }

  /// One happening a line, `milliseconds kind detail`.
  static String timeline(List<Happening> timeline) {
    return timeline.stream()
        .map(happening ->
            String.join(
                " ",
                Long.toString(happening.at().toEpochMilli()),
                Item.wire(happening.kind()),
                happening.detail()))
        .collect(Collectors.joining("\n"));
  }

  private static List<Happening> timeline(String text) {
    return text.isEmpty()
        ? List.of()
        : text.lines()
            .map(line -> {
              String[] words = line.split(" ", 3);
              return new Happening(
                  Instant.ofEpochMilli(Long.parseLong(words[0])),
                  Happening.Kind.valueOf(words[1].toUpperCase(Locale.ROOT)),
                  words[2]);
            })
            .toList();
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

  /// The conversation in an item, from the table or from the table's stream.
  public static Conversation read(Map<String, AttributeValue> item) {
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
        Attributes.instant(item, LAST_EVENT_AT),
        waiting(item),
        timeline(Attributes.optionalString(item, TIMELINE).orElse("")));
  }
}
