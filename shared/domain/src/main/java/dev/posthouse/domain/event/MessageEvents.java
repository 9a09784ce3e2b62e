package dev.posthouse.domain.event;

import dev.posthouse.domain.message.Direction;
import dev.posthouse.domain.message.Message;
import dev.posthouse.domain.message.MessageKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What a message that came in tells its identity.
public final class MessageEvents {
  private MessageEvents() {}

  /// The entry of a message just filed; empty for one that the identity wrote, whose job tells of
  /// it, and for bounces and complaints, which are told of as what became of a job.
  ///
  /// @param opens whether its conversation begins with it
  public static Optional<Entry> of(Message message, boolean opens) {
    if (message.direction() != Direction.INBOUND) {
      return Optional.empty();
    }
    return type(message.kind(), opens)
        .map(type -> {
          var occurrence =
              new Occurrence(
                  EventId.of(message.id().value(), 1, type),
                  type,
                  message.at(),
                  message.conversation(),
                  data(message));
          return new Entry(message.identity(), message.at(), List.of(occurrence));
        });
  }

  private static Optional<EventType> type(MessageKind kind, boolean opens) {
    return switch (kind) {
      case BOUNCE, COMPLAINT -> Optional.empty();
      case UNSUBSCRIBE -> Optional.of(EventType.EMAIL_UNSUBSCRIBED);
      case HUMAN, AUTO_REPLY, LIST ->
          Optional.of(opens ? EventType.EMAIL_RECEIVED : EventType.EMAIL_REPLIED);
    };
  }

  private static Map<String, Object> data(Message message) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("id", message.id().value());
    told.put("subject", message.subject());
    told.put("snippet", message.snippet());
    told.put("kind", message.kind().name().toLowerCase(Locale.ROOT));
    Optional.ofNullable(message.internetMessageId())
        .ifPresent(id -> told.put("messageIdHeader", id));
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("messageId", message.id().value());
    data.put("convId", message.conversation().value());
    data.put("from", message.parties().from());
    data.put("message", told);
    return data;
  }
}
