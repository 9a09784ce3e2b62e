package dev.posthouse.domain.event;

import dev.posthouse.domain.identity.Handle;
import dev.posthouse.domain.outbound.ConversationId;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Something that happened to an identity, before the log has given it its number.
///
/// @param at when it happened, to the millisecond
/// @param conversation the one it belongs to, if any
/// @param data what else is to be told, as JSON has it: texts, numbers, booleans, lists, maps; what
///   belongs together stands together
public record Occurrence(
    EventId id,
    EventType type,
    Instant at,
    @Nullable ConversationId conversation,
    Map<String, Object> data) {
  public Occurrence {
    // Not Map.copyOf: fields keep their order on the wire.
    data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
  }

  Occurrence of(Handle handle) {
    Map<String, Object> named = new LinkedHashMap<>();
    named.put("identity", handle.value());
    named.putAll(data);
    return new Occurrence(id, type, at, conversation, named);
  }
}
