package dev.posthouse.dynamodb;

import dev.posthouse.domain.StoreBusyException;
import dev.posthouse.domain.Ulids;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.outbound.Conversation;
import dev.posthouse.domain.outbound.ConversationId;
import dev.posthouse.domain.outbound.Conversations;
import dev.posthouse.domain.outbound.Envelope;
import dev.posthouse.domain.outbound.JobId;
import dev.posthouse.domain.outbound.MessageId;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.outbound.Payload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/// The [Conversations] in DynamoDB.
public final class DynamoConversations implements Conversations {
  private static final String JOB = "job";
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
  public void file(OutboundJob job) {
    Envelope envelope = job.envelope();
    Item item =
        Item.at(Key.message(envelope.identity(), envelope.message()), "message")
            .with("tenant", envelope.tenant().value())
            .with("conversation", envelope.conversation().value())
            .with(JOB, job.id().value())
            .with("from", job.account().toString())
            .with("to", envelope.recipient().toString())
            .with("at", job.acceptance().at())
            .with("sesMessageId", job.progress().sesMessageId());
    switch (job.payload()) {
      case Payload.Inline(var content) -> item.with("payload", ContentCodec.encode(content));
      case Payload.Stored(String key, String subject) ->
          item.with("contentKey", key).with("subject", subject);
    }
    try {
      table
          .client()
          .putItem(put ->
              put.tableName(table.name())
                  .item(item.build())
                  .conditionExpression("attribute_not_exists(pk)"));
    } catch (ConditionalCheckFailedException e) {
      // Filed before: the stream delivers its records at least once.
    }
  }

  @Override
  public void sent(OutboundJob job, String messageId, String snippet) {
    for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
      Optional<Conversation> found = find(job.envelope().conversation());
      if (found.isEmpty() || found.get().references().contains(messageId)) {
        return;
      }
      Conversation conversation = found.get();
      if (add(conversation, job, messageId, snippet)) {
        return;
      }
      table.backoff().pause(attempt);
    }
    throw new StoreBusyException("other writes are in the way of the conversation");
  }

  private boolean add(
      Conversation conversation, OutboundJob job, String messageId, String snippet) {
    Instant sentAt =
        Optional.ofNullable(job.progress().sentAt()).orElse(job.progress().updatedAt());
    Instant lastEventAt =
        sentAt.isAfter(conversation.lastEventAt()) ? sentAt : conversation.lastEventAt();
    Expression expression =
        new Expression()
            .set(ConversationItem.MESSAGE_COUNT, conversation.messageCount() + 1)
            .set(
                ConversationItem.REFERENCES,
                Item.list(Conversation.plusReference(conversation.references(), messageId)))
            .set(ConversationItem.SNIPPET, snippet)
            .set(ConversationItem.LAST_EVENT_AT, lastEventAt)
            .set(
                ConversationItem.ACTIVITY_AT,
                ConversationItem.activityAt(lastEventAt, conversation.id()));
    if (conversation.messageCount() == 0) {
      expression.ifAbsent(ConversationItem.MESSAGE_COUNT);
    } else {
      expression.ifEquals(ConversationItem.MESSAGE_COUNT, conversation.messageCount());
    }
    return table.update(Key.conversation(conversation.id()), expression)
        instanceof Table.Updated.Done;
  }

  @Override
  public List<Filed> jobs(
      IdentityId identity, Optional<Instant> since, Optional<MessageId> before, int limit) {
    String from = since.map(DynamoConversations::firstIdAt).orElse(MessageId.PREFIX);
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
    var filed = new ArrayList<Filed>();
    for (Map<String, AttributeValue> item : table.client().query(query).items()) {
      var message = new MessageId(Attributes.string(item, Key.SK));
      if (filed.size() < limit && !before.equals(Optional.of(message)) && item.containsKey(JOB)) {
        filed.add(new Filed(message, new JobId(Attributes.string(item, JOB))));
      }
    }
    return filed;
  }

  /// The least message id of a moment: its time, and zeros for the random part.
  private static String firstIdAt(Instant at) {
    RandomGenerator zeros = () -> 0L;
    return MessageId.PREFIX + Ulids.of(at, zeros);
  }
}
