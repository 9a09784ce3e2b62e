package dev.posthouse.events;

import dev.posthouse.domain.identity.Handle;
import dev.posthouse.lambda.EventView;
import java.util.List;

/// A part of a log as the API shows it.
///
/// @param cursor the `since` of the next request
/// @param hasMore whether that one will find something at once
/// @param head the number of the last event
record EventsResponse(
    String identity, List<EventView> events, long cursor, boolean hasMore, long head) {
  static EventsResponse of(Handle handle, Found found, long head) {
    return new EventsResponse(
        handle.value(),
        found.events().stream().map(EventView::of).toList(),
        found.cursor(),
        found.more(),
        head);
  }
}
