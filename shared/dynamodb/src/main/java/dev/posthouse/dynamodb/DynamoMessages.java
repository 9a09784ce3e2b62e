package dev.posthouse.dynamodb;

import dev.posthouse.domain.StoreBusyException;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.message.Message;
import dev.posthouse.domain.message.Messages;
import dev.posthouse.domain.outbound.Conversation;
import dev.posthouse.domain.outbound.MessageId;
import dev.posthouse.domain.outbound.Waiting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;

/// The [Messages] in DynamoDB.
public final class DynamoMessages implements Messages {
  private static final int ATTEMPTS_MAX = 8;

  private final Table table;

  public DynamoMessages(Table table) {
    this.table = table;
  }

  @Override
  public Optional<Message> find(IdentityId identity, MessageId id) {
    return table.get(Key.message(identity, id)).map(MessageItem::read);
  }

  @Override
  public Optional<Message> findIn(Collection<IdentityId> identities, MessageId id) {
    List<Key> keys = identities.stream().map(identity -> Key.message(identity, id)).toList();
    return table.getAll(keys, true).values().stream().map(MessageItem::read).findFirst();
  }

  @Override
  public List<Message> findAll(IdentityId identity, Collection<MessageId> ids) {
    List<Key> keys = ids.stream().map(id -> Key.message(identity, id)).toList();
    Map<Key, Map<String, AttributeValue>> found = table.getAll(keys, true);
    return keys.stream()
        .filter(found::containsKey)
        .map(key -> MessageItem.read(found.getOrDefault(key, Map.of())))
        .toList();
  }

  @Override
  public List<Message> list(
      IdentityId identity, Optional<Instant> since, Optional<MessageId> before, int limit) {
    String from = since.map(MessageItem::firstIdAt).orElse(MessageId.PREFIX);
    String to = before.map(MessageId::value).orElse(MessageId.PREFIX + "~");
    if (from.compareTo(to) > 0) {
      return List.of();
    }
    QueryRequest query =
        QueryRequest.builder()
            .tableName(table.name())
            .keyConditionExpression("pk = :pk AND sk BETWEEN :from AND :to")
            .expressionAttributeValues(
                Map.of(
                    ":pk", AttributeValue.fromS(Key.messages(identity)),
                    ":from", AttributeValue.fromS(from),
                    ":to", AttributeValue.fromS(to)))
            .scanIndexForward(false)
            .build();
    var messages = new ArrayList<Message>();
    Map<String, AttributeValue> after = Map.of();
    do {
      // One more than asked for: BETWEEN includes the message to start before.
      QueryRequest page =
          query.toBuilder()
              .limit(limit - messages.size() + 1)
              .exclusiveStartKey(after.isEmpty() ? null : after)
              .build();
      var answer = table.client().query(page);
      answer.items().stream()
          .map(MessageItem::read)
          .filter(message -> !before.equals(Optional.of(message.id())))
          .limit(limit - (long) messages.size())
          .forEach(messages::add);
      after = answer.lastEvaluatedKey();
    } while (!after.isEmpty() && messages.size() < limit);
    return messages;
  }

  @Override
  public boolean receive(Message message, Arrival arrival) {
    Key conversationKey = Key.conversation(message.conversation());
    Key recipientKey = Key.recipient(message.tenant(), arrival.correspondent());
    for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
      Map<Key, Map<String, AttributeValue>> items =
          table.getAll(List.of(conversationKey, recipientKey), true);
      Optional<Conversation> before =
          Optional.ofNullable(items.get(conversationKey)).map(ConversationItem::read);
      if (hasAlready(before, message)) {
        return false;
      }
      Transaction transaction = table.transaction();
      Transaction.Write filed =
          transaction.putIfAbsent(MessageItem.write(message, before.isEmpty()));
      transaction.update(conversationKey, conversation(message, arrival, before));
      hear(message, arrival, items.getOrDefault(recipientKey, Map.of()))
          .ifPresent(heard -> transaction.update(recipientKey, heard));
      switch (table.commit(transaction)) {
        case Transaction.Outcome.Committed() -> {
          return true;
        }
        case Transaction.Outcome.Refused refused when refused.by(filed) -> {
          return false;
        }
        case Transaction.Outcome _ -> table.backoff().pause(attempt);
      }
    }
    throw new StoreBusyException("other writes are in the way of the conversation");
  }

  /// One message may reach a mailbox twice, directly and by a list: its `Message-ID` is the same.
  private static boolean hasAlready(Optional<Conversation> before, Message message) {
    return message.internetMessageId() != null
        && before
            .map(known -> known.references().contains(message.internetMessageId()))
            .orElse(false);
  }

  private static Expression conversation(
      Message message, Arrival arrival, Optional<Conversation> before) {
    Expression expression =
        before.isPresent()
            ? new Expression()
            : ConversationItem.begin(
                message.tenant(),
                message.identity(),
                arrival.correspondent(),
                message.subject(),
                message.at());
    if (message.kind().ends()) {
      Waiting waiting = before.map(Conversation::waiting).orElse(Waiting.NONE);
      ConversationItem.waiting(
          expression, message.conversation(), waiting, waiting.heard(message.at()));
    }
    return ConversationItem.add(
            expression,
            message.conversation(),
            before,
            message.id(),
            Optional.ofNullable(message.internetMessageId()),
            message.snippet(),
            message.at())
        .remove(ConversationItem.ARCHIVED);
  }

  /// Ties the correspondent to the identity, so that what is written to it next is no first
  /// contact.
  private static Optional<Expression> hear(
      Message message, Arrival arrival, Map<String, AttributeValue> recipient) {
    String identity = message.identity().value();
    if (!recipient.containsKey(identity)) {
      return Optional.of(
          new Expression()
              .setIfAbsent(Item.KIND, AttributeValue.fromS(RecipientItem.KIND))
              .set(
                  identity,
                  RecipientItem.contact(
                      arrival.ordinal(),
                      message.conversation(),
                      message.kind().human() ? message.at() : null))
              .ifAbsent(identity));
    }
    return message.kind().human()
        ? Optional.of(
            new Expression()
                .setIn(identity, RecipientItem.HEARD_AT, Item.number(message.at().toEpochMilli()))
                .setIn(identity, RecipientItem.UNANSWERED, Item.number(0))
                .ifExists(identity))
        : Optional.empty();
  }

  @Override
  public boolean markRead(IdentityId identity, MessageId id, boolean read) {
    Expression expression =
        new Expression()
            .setOrRemove(MessageItem.READ, read ? AttributeValue.fromBool(true) : null)
            .ifExists(Key.PK);
    return table.update(Key.message(identity, id), expression) instanceof Table.Updated.Done;
  }

  @Override
  public boolean delete(IdentityId identity, MessageId id) {
    return table
        .client()
        .deleteItem(delete ->
            delete
                .tableName(table.name())
                .key(Key.message(identity, id).attributes())
                .returnValues(ReturnValue.ALL_OLD))
        .hasAttributes();
  }
}
