package dev.posthouse.lambda;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.posthouse.domain.event.Event;
import dev.posthouse.domain.outbound.ConversationId;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An event as it is shown, wherever it is shown: in the API and on the bus.
///
/// @param ts when it happened, in milliseconds since the epoch; `tsIso` is the same
/// @param createdAt when the log took it
/// @param convId null if it belongs to no conversation
public record EventView(
    long seq,
    String id,
    String type,
    long ts,
    Instant tsIso,
    Instant createdAt,
    @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String convId,
    Map<String, Object> data) {
  /// The event as it is shown.
  public static EventView of(Event event) {
    Instant at = event.occurrence().at();
    ConversationId conversation = event.occurrence().conversation();
    return new EventView(
        event.seq(),
        event.id().value(),
        event.type().wire(),
        at.toEpochMilli(),
        at,
        event.loggedAt(),
        conversation == null ? null : conversation.value(),
        event.occurrence().data());
  }
}
