package dev.posthouse.testing;

import dev.posthouse.domain.event.Entry;
import dev.posthouse.domain.event.Event;
import dev.posthouse.domain.event.EventLog;
import dev.posthouse.domain.event.Occurrence;
import dev.posthouse.domain.identity.IdentityId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The [EventLog] in memory.
public final class FakeEventLog implements EventLog {
  private final InstantSource clock;
  private final Map<IdentityId, List<Event>> logs = new HashMap<>();
  private final Map<IdentityId, Long> settled = new HashMap<>();

  public FakeEventLog(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public synchronized List<Event> append(Entry entry) {
    List<Event> log = logs.computeIfAbsent(entry.identity(), identity -> new ArrayList<>());
    var events = new ArrayList<Event>();
    for (Occurrence occurrence : entry.occurrences()) {
      events.add(
          log.stream()
              .filter(event -> event.id().equals(occurrence.id()))
              .findFirst()
              .orElseGet(() -> {
                var event = new Event(head(entry.identity()) + 1, now(), occurrence);
                log.add(event);
                return event;
              }));
    }
    return events;
  }

  @Override
  public synchronized Page read(IdentityId identity, long since, int limit) {
    Instant oldest = now().minus(RETENTION);
    List<Event> after =
        logs.getOrDefault(identity, List.of()).stream()
            .filter(event -> event.seq() > since && !event.loggedAt().isBefore(oldest))
            .toList();
    return new Page(after.stream().limit(limit).toList(), after.size() > limit);
  }

  @Override
  public synchronized boolean grewBeyond(IdentityId identity, long head) {
    return head(identity) > head;
  }

  @Override
  public synchronized long head(IdentityId identity) {
    List<Event> log = logs.getOrDefault(identity, List.of());
    return log.isEmpty() ? settled.getOrDefault(identity, 0L) : log.getLast().seq();
  }

  @Override
  public synchronized void settle(IdentityId identity) {
    settled.put(identity, head(identity));
  }

  /// Loses the identity's events, as time does.
  public synchronized void expire(IdentityId identity) {
    logs.remove(identity);
  }

  private Instant now() {
    return Instant.ofEpochMilli(clock.millis());
  }
}
