package dev.posthouse.domain.event;

import dev.posthouse.domain.outbound.Conversation;
import dev.posthouse.domain.outbound.Waiting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a change of a conversation tells its identity: that a wait ended without an answer.
public final class ConversationEvents {
  private ConversationEvents() {}

  /// The entry of a change; empty if it is nobody's concern.
  public static Optional<Entry> of(Optional<Conversation> before, Conversation after) {
    Waiting.Unanswered last = after.waiting().last();
    if (last == null || before.map(old -> last.equals(old.waiting().last())).orElse(false)) {
      return Optional.empty();
    }
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("messageId", last.message().value());
    data.put("convId", after.id().value());
    data.put("recipient", after.correspondent().toString());
    data.put("waitedMs", last.waited().toMillis());
    // A message is waited for once in each conversation it is part of.
    String thing = last.message().value() + "\0" + after.id().value();
    EventId id = EventId.of(thing, 1, EventType.EMAIL_NO_REPLY);
    var occurrence = new Occurrence(id, EventType.EMAIL_NO_REPLY, last.at(), after.id(), data);
    return Optional.of(new Entry(after.identity(), last.at(), List.of(occurrence)));
  }
}
