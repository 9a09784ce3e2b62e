package dev.posthouse.dynamodb;

import dev.posthouse.domain.StoreBusyException;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.outbound.Content;
import dev.posthouse.domain.outbound.Conversation;
import dev.posthouse.domain.outbound.ConversationId;
import dev.posthouse.domain.outbound.Conversations;
import dev.posthouse.domain.outbound.Envelope;
import dev.posthouse.domain.outbound.JobId;
import dev.posthouse.domain.outbound.MessageId;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.outbound.Waiting;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/// The [Conversations] in DynamoDB.
public final class DynamoConversations implements Conversations {
  private static final String ACTIVITY_INDEX = "activity";
  private static final int ATTEMPTS_MAX = 8;

  private final Table table;

  public DynamoConversations(Table table) {
    this.table = table;
  }

  @Override
  public Optional<Conversation> find(ConversationId id) {
    return table.get(Key.conversation(id)).map(ConversationItem::read);
  }

  @Override
  public void file(OutboundJob job, Content content, Optional<String> messageId) {
    Map<String, AttributeValue> item = MessageItem.write(job, content, messageId);
    try {
      table
          .client()
          .putItem(put ->
              put.tableName(table.name())
                  .item(item)
                  .conditionExpression("attribute_not_exists(pk)"));
    } catch (ConditionalCheckFailedException e) {
      // Filed before: the stream delivers its records at least once.
    }
  }

  @Override
  public void sent(OutboundJob job, String messageId, String snippet) {
    Envelope envelope = job.envelope();
    for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
      Optional<Conversation> found = find(envelope.conversation());
      if (found.isPresent() && found.get().thread().contains(envelope.message())) {
        return;
      }
      if (add(found, job, messageId, snippet)) {
        return;
      }
      table.backoff().pause(attempt);
    }
    throw new StoreBusyException("other writes are in the way of the conversation");
  }

  private boolean add(
      Optional<Conversation> found, OutboundJob job, String messageId, String snippet) {
    Envelope envelope = job.envelope();
    Instant sentAt =
        Optional.ofNullable(job.progress().sentAt()).orElse(job.progress().updatedAt());
    Expression expression =
        found.isPresent()
            ? new Expression()
            : ConversationItem.begin(
                envelope.tenant(),
                envelope.identity(),
                envelope.recipient(),
                job.subject(),
                job.acceptance().at());
    ConversationItem.add(
        expression,
        envelope.conversation(),
        found,
        envelope.message(),
        Optional.of(messageId),
        snippet,
        sentAt);
    Waiting waiting = found.map(Conversation::waiting).orElse(Waiting.NONE);
    ConversationItem.waiting(
        expression,
        envelope.conversation(),
        waiting,
        waiting.sent(sentAt, envelope.message(), job.acceptance().noReplyAfter()));
    return table.update(Key.conversation(envelope.conversation()), expression)
        instanceof Table.Updated.Done;
  }

  @Override
  public List<Conversation> list(IdentityId identity, Optional<Position> before, int limit) {
    String from =
        before
            .map(position -> ConversationItem.activityAt(position.lastEventAt(), position.id()))
            .orElse("~");
    QueryRequest query =
        QueryRequest.builder()
            .tableName(table.name())
            .indexName(ACTIVITY_INDEX)
            .keyConditionExpression("activityOf = :identity AND activityAt < :from")
            .expressionAttributeValues(
                Map.of(
                    ":identity", AttributeValue.fromS(identity.value()),
                    ":from", AttributeValue.fromS(from)))
            .scanIndexForward(false)
            .limit(limit)
            .build();
    // A page of a query ends at 1 MB too, which is less than 200 long conversations.
    return table.client().queryPaginator(query).items().stream()
        .limit(limit)
        .map(ConversationItem::read)
        .toList();
  }

  @Override
  public Optional<Conversation> change(
      ConversationId id,
      Set<String> addLabels,
      Set<String> removeLabels,
      @Nullable Boolean archived,
      Instant now) {
    for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
      Optional<Conversation> found = find(id);
      if (found.isEmpty()
          || changed(found.get(), found.get().changed(addLabels, removeLabels, archived, now))) {
        return found.isEmpty() ? found : find(id);
      }
      table.backoff().pause(attempt);
    }
    throw new StoreBusyException("other writes are in the way of the conversation");
  }

  private boolean changed(Conversation before, Conversation after) {
    if (after.equals(before)) {
      return true;
    }
    var expression = new Expression();
    if (after.archived() != before.archived()) {
      expression.setOrRemove(
          ConversationItem.ARCHIVED, after.archived() ? AttributeValue.fromBool(true) : null);
    }
    happened(expression, before, after);
    List<String> labels = after.labels();
    if (labels.equals(before.labels())) {
      return table.update(Key.conversation(before.id()), expression.ifExists(Key.PK))
          instanceof Table.Updated.Done;
    }
    expression.setOrRemove(ConversationItem.LABELS, labels.isEmpty() ? null : Item.list(labels));
    if (before.labels().isEmpty()) {
      expression.ifAbsent(ConversationItem.LABELS);
    } else {
      expression.ifEquals(ConversationItem.LABELS, Item.list(before.labels()));
    }
    var counts = new TreeMap<String, Integer>();
    labels.stream()
        .filter(label -> !before.labels().contains(label))
        .forEach(label -> counts.put(label, 1));
    before.labels().stream()
        .filter(label -> !labels.contains(label))
        .forEach(label -> counts.put(label, -1));
    Transaction transaction = table.transaction();
    transaction.update(Key.conversation(before.id()), expression.ifExists(Key.PK));
    transaction.update(Key.labels(before.identity()), LabelCounts.add(counts));
    return table.commit(transaction) instanceof Transaction.Outcome.Committed;
  }

  /// What happened, if nothing else happened meanwhile.
  private static void happened(Expression expression, Conversation before, Conversation after) {
    String was = ConversationItem.timeline(before.timeline());
    expression.set(ConversationItem.TIMELINE, ConversationItem.timeline(after.timeline()));
    if (was.isEmpty()) {
      expression.ifAbsent(ConversationItem.TIMELINE);
    } else {
      expression.ifEquals(ConversationItem.TIMELINE, AttributeValue.fromS(was));
    }
  }

  @Override
  public List<ConversationId> overdue(Instant until, int limit) {
    return DueIndex.due(table, ConversationItem.DUE_SHARDS, until, limit).stream()
        .map(entry -> Attributes.string(entry, Key.PK))
        .map(pk -> new ConversationId(pk.substring(pk.indexOf('#') + 1)))
        .toList();
  }

  @Override
  public Optional<Conversation> expire(ConversationId id, Instant now) {
    for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
      Optional<Conversation> before = find(id);
      Optional<Conversation> after = before.flatMap(found -> found.expired(now));
      if (after.isEmpty() || expired(before.get(), after.get())) {
        return after;
      }
      table.backoff().pause(attempt);
    }
    throw new StoreBusyException("other writes are in the way of the conversation");
  }

  private boolean expired(Conversation before, Conversation after) {
    var expression = new Expression();
    ConversationItem.waiting(expression, before.id(), before.waiting(), after.waiting());
    happened(expression, before, after);
    Instant until = Objects.requireNonNull(before.waiting().until());
    return table.update(
            Key.conversation(before.id()),
            expression.ifEquals(ConversationItem.NO_REPLY_AT, until.toEpochMilli()))
        instanceof Table.Updated.Done;
  }

  @Override
  public Map<String, Integer> labelCounts(IdentityId identity) {
    return table.get(Key.labels(identity)).map(LabelCounts::read).orElse(Map.of());
  }

  @Override
  public List<Filed> jobs(
      IdentityId identity, Optional<Instant> since, Optional<MessageId> before, int limit) {
    String from = since.map(MessageItem::firstIdAt).orElse(MessageId.PREFIX);
    String to = before.map(MessageId::value).orElse(MessageId.PREFIX + "~");
    if (from.compareTo(to) > 0) {
      return List.of();
    }
    var values =
        Map.of(
            ":pk", AttributeValue.fromS("MESSAGES#" + identity.value()),
            ":from", AttributeValue.fromS(from),
            ":to", AttributeValue.fromS(to));
    QueryRequest query =
        QueryRequest.builder()
            .tableName(table.name())
            .keyConditionExpression("pk = :pk AND sk BETWEEN :from AND :to")
            .expressionAttributeValues(values)
            .scanIndexForward(false)
            // One more than asked for: BETWEEN includes the message to start before.
            .limit(limit + 1)
            .build();
    // What came in lies between: the list goes on until it is full or over.
    return table.client().queryPaginator(query).items().stream()
        .filter(item -> item.containsKey(MessageItem.JOB))
        .map(item ->
            new Filed(
                new MessageId(Attributes.string(item, Key.SK)),
                new JobId(Attributes.string(item, MessageItem.JOB))))
        .filter(filed -> !before.equals(Optional.of(filed.message())))
        .limit(limit)
        .toList();
  }
}
