package dev.posthouse.dynamodb;

import dev.posthouse.domain.StoreBusyException;
import dev.posthouse.domain.event.Entry;
import dev.posthouse.domain.event.Event;
import dev.posthouse.domain.event.EventLog;
import dev.posthouse.domain.event.Occurrence;
import dev.posthouse.domain.identity.IdentityId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/// The [EventLog] in DynamoDB: an item per entry, whose sort key is the number of its first event.
///
/// The end of the log is its own head: an entry goes right behind the last one, if nothing is there
/// yet. One put, no counter. The ends of the logs this process wrote to are remembered, so that
/// most appends read nothing; see `docs/decisions/0007-event-log.md`.
public final class DynamoEventLog implements EventLog {
  private static final String SEQ_FLOOR = "seqFloor";

  /// How far the clocks of two functions may disagree.
  private static final Duration SKEW = Duration.ofSeconds(10);

  private static final int ATTEMPTS_MAX = 40;
  private static final int LOGS_MAX = 500;

  private final Table table;
  private final InstantSource clock;
  private final EventQueries queries;
  private final Map<IdentityId, EventTail> tails = new ConcurrentHashMap<>();

  public DynamoEventLog(Table table, InstantSource clock) {
    this.table = table;
    this.clock = clock;
    this.queries = new EventQueries(table);
  }

  @Override
  public List<Event> append(Entry entry) {
    IdentityId identity = entry.identity();
    if (tails.size() >= LOGS_MAX) {
      tails.clear();
    }
    EventTail tail = tails.computeIfAbsent(identity, _ -> new EventTail());
    synchronized (tail) {
      Instant since = entry.since().minus(SKEW);
      if (!tail.reaches(since, now())) {
        readBack(tail, identity, since);
      } else if (tail.crowded()) {
        tail.crowded(readOn(tail, identity));
      }
      for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
        List<Occurrence> missing = tail.missing(entry);
        if (missing.isEmpty() || put(tail, identity, missing)) {
          return tail.events(entry);
        }
        tail.crowded(true);
        if (attempt > 1) {
          table.backoff().pause(attempt - 1);
        }
        readOn(tail, identity);
      }
    }
    throw new StoreBusyException("other writes are in the way of the events of " + identity);
  }

  private void readBack(EventTail tail, IdentityId identity, Instant since) {
    Instant now = now();
    List<List<Event>> entries = queries.back(identity, since);
    tail.begin(now, since, entries.isEmpty() ? floor(identity) : 0);
    entries.reversed().forEach(tail::add);
  }

  /// Whether there was anything new.
  private boolean readOn(EventTail tail, IdentityId identity) {
    List<List<Event>> entries = queries.on(identity, tail.head());
    entries.forEach(tail::add);
    return !entries.isEmpty();
  }

  private boolean put(EventTail tail, IdentityId identity, List<Occurrence> occurrences) {
    Instant now = now();
    LocalDate day = dayOf(now);
    // Whoever added something today marked the day first.
    if (tail.lastLoggedAt().equals(Instant.MIN) || !dayOf(tail.lastLoggedAt()).equals(day)) {
      Map<String, AttributeValue> marker = EventDayItem.write(identity, day);
      table.client().putItem(put -> put.tableName(table.name()).item(marker));
    }
    var events = new ArrayList<Event>();
    for (Occurrence occurrence : occurrences) {
      events.add(new Event(tail.head() + 1 + events.size(), now, occurrence));
    }
    Map<String, AttributeValue> item = EventItem.write(identity, events);
    try {
      table
          .client()
          .putItem(put ->
              put.tableName(table.name())
                  .item(item)
                  .conditionExpression("attribute_not_exists(pk)"));
    } catch (ConditionalCheckFailedException e) {
      // Another writer's, or our own whose answer was lost: reading on tells.
      return false;
    }
    tail.add(events);
    return true;
  }

  @Override
  public Page read(IdentityId identity, long since, int limit) {
    Instant oldest = now().minus(RETENTION);
    return queries
        .page(identity, since, limit, oldest, false)
        .or(() -> queries.page(identity, since, limit, oldest, true))
        .orElseThrow(() -> new IllegalStateException("a gap in the events of " + identity));
  }

  @Override
  public boolean grewBeyond(IdentityId identity, long head) {
    return queries.anyBeyond(identity, head);
  }

  @Override
  public long head(IdentityId identity) {
    return queries.last(identity).map(Event::seq).orElseGet(() -> floor(identity));
  }

  @Override
  public void settle(IdentityId identity) {
    queries
        .last(identity)
        .ifPresent(last -> {
          var expression = new Expression();
          expression.set(Item.KIND, "eventFloor").set(SEQ_FLOOR, last.seq());
          table.update(Key.eventFloor(identity), expression.ifCountAtMost(SEQ_FLOOR, last.seq()));
        });
  }

  private long floor(IdentityId identity) {
    return table
        .get(Key.eventFloor(identity))
        .map(item -> Attributes.number(item, SEQ_FLOOR))
        .orElse(0L);
  }

  private Instant now() {
    return Instant.ofEpochMilli(clock.millis());
  }

  private static LocalDate dayOf(Instant at) {
    return LocalDate.ofInstant(at, ZoneOffset.UTC);
  }
}
