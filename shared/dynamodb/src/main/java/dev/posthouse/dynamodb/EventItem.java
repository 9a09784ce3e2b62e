package dev.posthouse.dynamodb;

import dev.posthouse.domain.event.Event;
import dev.posthouse.domain.event.EventId;
import dev.posthouse.domain.event.EventLog;
import dev.posthouse.domain.event.EventType;
import dev.posthouse.domain.event.Occurrence;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.outbound.ConversationId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Events that were added together, in one item of their identity's log.
final class EventItem {
  static final String KIND = "event";

  /// How long the table keeps an item: a day longer than it is shown, so that nothing that is shown
  /// can be missing.
  static final Duration KEPT = EventLog.RETENTION.plusDays(1);

  private static final String LOGGED_AT = "loggedAt";
  private static final String EVENTS = "events";
  private static final JsonMapper JSON = new JsonMapper();
  private static final TypeReference<LinkedHashMap<String, Object>> FIELDS =
      new TypeReference<>() {};

  private EventItem() {}

  static Map<String, AttributeValue> write(IdentityId identity, List<Event> events) {
    Event first = events.getFirst();
    Map<String, AttributeValue> item =
        Item.at(Key.event(identity, first.seq()), KIND)
            .with(LOGGED_AT, first.loggedAt())
            .expiring(first.loggedAt().plus(KEPT))
            .build();
    item.put(
        EVENTS,
        AttributeValue.fromL(
            events.stream()
                .map(event -> AttributeValue.fromM(occurrence(event.occurrence())))
                .toList()));
    return item;
  }

  private static Map<String, AttributeValue> occurrence(Occurrence occurrence) {
    Map<String, AttributeValue> map = new LinkedHashMap<>();
    map.put("id", AttributeValue.fromS(occurrence.id().value()));
    map.put("type", AttributeValue.fromS(occurrence.type().wire()));
    map.put("at", Item.number(occurrence.at().toEpochMilli()));
    if (occurrence.conversation() != null) {
      map.put("conversation", AttributeValue.fromS(occurrence.conversation().value()));
    }
    map.put("data", AttributeValue.fromS(JSON.writeValueAsString(occurrence.data())));
    return map;
  }

  static List<Event> read(Map<String, AttributeValue> item) {
    long seq = Long.parseLong(Attributes.string(item, Key.SK));
    Instant loggedAt = Attributes.instant(item, LOGGED_AT);
    var events = new ArrayList<Event>();
    for (AttributeValue value : Attributes.list(item, EVENTS)) {
      events.add(new Event(seq + events.size(), loggedAt, occurrence(value.m())));
    }
    return events;
  }

  private static Occurrence occurrence(Map<String, AttributeValue> map) {
    return new Occurrence(
        new EventId(Attributes.string(map, "id")),
        EventType.ofWire(Attributes.string(map, "type")).orElseThrow(),
        Attributes.instant(map, "at"),
        Attributes.optionalString(map, "conversation").map(ConversationId::new).orElse(null),
        JSON.readValue(Attributes.string(map, "data"), FIELDS));
  }
}
