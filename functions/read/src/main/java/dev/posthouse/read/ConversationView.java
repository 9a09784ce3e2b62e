package dev.posthouse.read;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.posthouse.domain.outbound.Conversation;
import dev.posthouse.domain.outbound.Waiting;
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
/// @param noReplyAt when the wait for an answer ends, milliseconds since the epoch; null: nobody
///   waits
/// @param lastNoReplyAt when such a wait last ended without one
/// @param messages its newest messages, oldest first; null in lists
/// @param events the same messages and what else happened, oldest first; null in lists
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
    @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Long noReplyAt,
    @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Instant noReplyAtIso,
    @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Long lastNoReplyAt,
    @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Instant lastNoReplyAtIso,
    @Nullable List<MessageView> messages,
    @Nullable List<TimelineView> events) {
  static ConversationView of(
      Conversation conversation, Roster roster, @Nullable List<MessageView> messages) {
    Waiting waiting = conversation.waiting();
    Instant until = waiting.until();
    Instant last = waiting.last() == null ? null : waiting.last().at();
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
        millis(until),
        until,
        millis(last),
        last,
        messages,
        messages == null ? null : TimelineView.of(messages, conversation.timeline()));
  }

  private static @Nullable Long millis(@Nullable Instant at) {
    return at == null ? null : at.toEpochMilli();
  }
}
