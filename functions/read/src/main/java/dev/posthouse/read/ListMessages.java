package dev.posthouse.read;

import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.message.Message;
import dev.posthouse.domain.message.Messages;
import dev.posthouse.domain.outbound.Conversation;
import dev.posthouse.domain.outbound.MessageId;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Lists messages: those of an identity, newest first, and those of a conversation, oldest first.
final class ListMessages {
  private final Messages messages;

  ListMessages(Messages messages) {
    this.messages = messages;
  }

  /// A page of an identity's messages.
  ///
  /// @param before the message to go on before
  Page<Message, MessageId> list(
      IdentityId identity,
      MessageQuery query,
      JobsBehind jobs,
      Optional<MessageId> before,
      int limit) {
    Optional<UnaryOperator<List<Message>>> filter =
        query.filters() ? Optional.of(rows -> query.matching(rows, jobs)) : Optional.empty();
    return Page.read(
        (place, rows) -> messages.list(identity, query.since(), place, rows),
        filter,
        Message::id,
        before,
        limit);
  }

  /// A page of a conversation. What was deleted is left out, so a page may be short.
  ///
  /// @param after the message to go on after. Where it is no longer part of the thread, all before
  ///   it are not either, and the thread goes on with the oldest it has
  Page<Message, MessageId> thread(Conversation conversation, Optional<MessageId> after, int limit) {
    List<MessageId> thread = conversation.thread();
    int from = after.map(id -> thread.indexOf(id) + 1).orElse(0);
    int to = Math.min(thread.size(), from + limit);
    return new Page<>(
        messages.findAll(conversation.identity(), thread.subList(from, to)),
        to < thread.size() ? thread.get(to - 1) : null);
  }

  /// The newest messages of a conversation, oldest first.
  List<Message> newest(Conversation conversation, int limit) {
    List<MessageId> thread = conversation.thread();
    return messages.findAll(
        conversation.identity(), thread.subList(Math.max(0, thread.size() - limit), thread.size()));
  }
}
