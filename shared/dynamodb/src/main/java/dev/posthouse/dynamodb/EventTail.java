package dev.posthouse.dynamodb;

import dev.posthouse.domain.event.Entry;
import dev.posthouse.domain.event.Event;
import dev.posthouse.domain.event.EventId;
import dev.posthouse.domain.event.Occurrence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The end of one log as this process knows it: every event logged since some moment. If something
/// can be put right behind it, it was the whole truth.
///
/// Belongs to one thread at a time.
final class EventTail {
  /// Most events remembered; the oldest are forgotten first.
  static final int EVENTS_MAX = 2_000;

  /// After that long it is read anew. Far shorter than a log takes to expire, so that no put can
  /// succeed only because what was there is gone.
  private static final Duration AGE_MAX = Duration.ofHours(1);

  private final Map<EventId, Event> events = new LinkedHashMap<>();
  private Instant readAt = Instant.MIN;
  private Instant since = Instant.MAX;
  private Instant lastLoggedAt = Instant.MIN;
  private long head;
  private boolean crowded;

  /// Begins anew.
  ///
  /// @param readFrom all that was logged from then on is among the events
  /// @param floor the number of the last event there ever was, if there is none now
  void begin(Instant now, Instant readFrom, long floor) {
    events.clear();
    readAt = now;
    since = readFrom;
    lastLoggedAt = Instant.MIN;
    head = floor;
    crowded = false;
  }

  /// Takes note of what is in the log behind all before it.
  void add(List<Event> behind) {
    for (Event event : behind) {
      events.put(event.id(), event);
      head = event.seq();
      lastLoggedAt = event.loggedAt();
    }
    Iterator<Event> oldest = events.values().iterator();
    for (int over = events.size() - EVENTS_MAX; over > 0; over--) {
      since = oldest.next().loggedAt().plusMillis(1);
      oldest.remove();
    }
  }

  /// Whether everything logged from that moment on is known, but for what came last.
  boolean reaches(Instant from, Instant now) {
    return !since.isAfter(from) && readAt.plus(AGE_MAX).isAfter(now);
  }

  /// Those of the entry that are not known.
  List<Occurrence> missing(Entry entry) {
    return entry.occurrences().stream()
        .filter(occurrence -> !events.containsKey(occurrence.id()))
        .toList();
  }

  /// The entry's events, all of which are known.
  List<Event> events(Entry entry) {
    var all = new ArrayList<Event>();
    for (Occurrence occurrence : entry.occurrences()) {
      all.add(Objects.requireNonNull(events.get(occurrence.id())));
    }
    return all;
  }

  long head() {
    return head;
  }

  Instant lastLoggedAt() {
    return lastLoggedAt;
  }

  /// Whether others write to this log at the same time, so that it is cheaper to read before
  /// putting than to put in vain.
  boolean crowded() {
    return crowded;
  }

  void crowded(boolean value) {
    crowded = value;
  }
}
