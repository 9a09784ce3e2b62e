package dev.posthouse.webhooks;

import dev.posthouse.domain.event.Event;
import dev.posthouse.domain.event.EventLog;
import dev.posthouse.domain.identity.IdentityId;
import java.time.Instant;
import java.util.List;

/// Finds where a moment is in a log.
record LogPosition(EventLog log) {
  /// The number of the last event that was logged before a moment; 0 if there is none.
  long before(IdentityId identity, Instant moment) {
    long low = 0;
    long high = log.head(identity);
    while (low < high) {
      long middle = (low + high) >>> 1;
      List<Event> next = log.read(identity, middle, 1).events();
      if (next.isEmpty() || !next.getFirst().loggedAt().isBefore(moment)) {
        high = middle;
      } else {
        low = next.getFirst().seq();
      }
    }
    return low;
  }
}
