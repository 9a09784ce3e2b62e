package dev.posthouse.events;

import dev.posthouse.domain.event.Event;
import dev.posthouse.domain.event.EventLog;
import dev.posthouse.domain.event.EventType;
import dev.posthouse.domain.identity.IdentityId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Looks for events of some types.
final class ReadEvents {
  /// How many events are looked at for one answer, however few of them are wanted: the answer may
  /// be short or empty and still have more behind it.
  static final int LOOKED_AT_MAX = 1_000;

  private final EventLog log;

  ReadEvents(EventLog log) {
    this.log = log;
  }

  Found read(IdentityId identity, long since, Set<EventType> types, int limit) {
    var found = new ArrayList<Event>();
    long cursor = since;
    boolean more = true;
    for (int looked = 0; more && looked < LOOKED_AT_MAX && found.size() < limit; ) {
      EventLog.Page page = log.read(identity, cursor, limit);
      more = page.more();
      for (Event event : page.events()) {
        if (found.size() == limit) {
          return new Found(found, cursor, true);
        }
        cursor = event.seq();
        if (types.contains(event.type())) {
          found.add(event);
        }
      }
      looked += page.events().size();
    }
    return new Found(List.copyOf(found), cursor, more);
  }
}
