package dev.posthouse.read;

import dev.posthouse.domain.outbound.Conversation;
import dev.posthouse.domain.pool.Roster;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A conversation as the API shows it.
///
/// @param identity the handle of the identity whose conversation it is
/// @param with the correspondent
/// @param lastEventAt milliseconds since the epoch
/// @param createdAt milliseconds since the epoch
/// @param messages its newest messages, oldest first; null in lists
record ConversationView(
    String id,
    String identity,
    String with,
    String subject,
    String snippet,
    int messageCount,
    List<String> labels,
    boolean archived,
    long lastEventAt,
    Instant lastEventAtIso,
    long createdAt,
    Instant createdAtIso,
    @Nullable List<MessageView> messages) {
  static ConversationView of(
      Conversation conversation, Roster roster, @Nullable List<MessageView> messages) {
    return new ConversationView(
        conversation.id().value(),
        roster.handle().value(),
        conversation.correspondent().toString(),
        conversation.subject(),
        conversation.snippet(),
        conversation.messageCount(),
        conversation.labels(),
        conversation.archived(),
        conversation.lastEventAt().toEpochMilli(),
        conversation.lastEventAt(),
        conversation.createdAt().toEpochMilli(),
        conversation.createdAt(),
        messages);
  }
}
