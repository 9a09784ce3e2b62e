package dev.posthouse.events;

import dev.posthouse.domain.event.Event;
import java.util.List;

/// What a look into a log gave.
///
/// @param cursor all up to this number has been looked at
/// @param more whether there was something behind it
record Found(List<Event> events, long cursor, boolean more) {
  /// Whether there is something to answer with at once.
  boolean worthTelling() {
    return more || !events.isEmpty();
  }
}
