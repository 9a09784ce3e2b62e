package dev.posthouse.dynamodb;

import dev.posthouse.domain.event.Entry;
import dev.posthouse.domain.event.Event;
import dev.posthouse.domain.event.EventLog.Page;
import dev.posthouse.domain.identity.IdentityId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/// The ways an event log is read.
final class EventQueries {
  // About one read unit.
  private static final int FIRST_LOOK = 8;
  private static final int ENTRIES_MAX = 500;

  private final Table table;

  EventQueries(Table table) {
    this.table = table;
  }

  /// All entries logged from a moment on, and one before them if there is one; the last one first;
  /// strongly consistent.
  List<List<Event>> back(IdentityId identity, Instant since) {
    var entries = new ArrayList<List<Event>>();
    Map<String, AttributeValue> from = Map.of();
    int limit = FIRST_LOOK;
    do {
      QueryRequest.Builder query =
          of(identity, "pk = :pk", Map.of())
              .scanIndexForward(false)
              .consistentRead(true)
              .limit(limit);
      QueryResponse response = run(query, from);
      for (Map<String, AttributeValue> item : response.items()) {
        List<Event> entry = EventItem.read(item);
        entries.add(entry);
        if (entry.getFirst().loggedAt().isBefore(since)) {
          return entries;
        }
      }
      from = response.lastEvaluatedKey();
      limit = Math.min(2 * limit, ENTRIES_MAX);
    } while (!from.isEmpty());
    return entries;
  }

  /// All entries after a number at which one ends, in order; strongly consistent.
  List<List<Event>> on(IdentityId identity, long head) {
    var entries = new ArrayList<List<Event>>();
    Map<String, AttributeValue> from = Map.of();
    do {
      QueryResponse response = run(after(identity, head).consistentRead(true), from);
      response.items().forEach(item -> entries.add(EventItem.read(item)));
      from = response.lastEvaluatedKey();
    } while (!from.isEmpty());
    return entries;
  }

  /// Whether anything is after a number at which an entry ends; eventually consistent.
  boolean anyBeyond(IdentityId identity, long head) {
    return !run(after(identity, head).limit(1), Map.of()).items().isEmpty();
  }

  /// The last event; strongly consistent.
  Optional<Event> last(IdentityId identity) {
    QueryRequest.Builder query =
        of(identity, "pk = :pk", Map.of()).scanIndexForward(false).consistentRead(true).limit(1);
    return run(query, Map.of()).items().stream()
        .map(item -> EventItem.read(item).getLast())
        .findFirst();
  }

  /// The events after a number, those logged before `oldest` left out. Empty if an entry is not to
  /// be seen that must be there: only an eventually consistent read may have that.
  Optional<Page> page(
      IdentityId identity, long since, int limit, Instant oldest, boolean consistent) {
    // The entry that the number is in begins at most that much before.
    long start = since - Entry.OCCURRENCES_MAX + 1;
    var events = new ArrayList<Event>();
    Map<String, AttributeValue> from = Map.of();
    do {
      QueryRequest.Builder query =
          after(identity, Math.max(0, start))
              .consistentRead(consistent)
              .limit(Math.min(ENTRIES_MAX, limit + Entry.OCCURRENCES_MAX));
      QueryResponse response = run(query, from);
      for (Map<String, AttributeValue> item : response.items()) {
        EventItem.read(item).stream()
            .filter(event -> event.seq() > since)
            .filter(event -> !events.isEmpty() || !event.loggedAt().isBefore(oldest))
            .forEach(events::add);
      }
      from = response.lastEvaluatedKey();
    } while (!from.isEmpty() && events.size() <= limit);
    return sound(events, since, consistent)
        ? Optional.of(
            new Page(events.subList(0, Math.min(limit, events.size())), events.size() > limit))
        : Optional.empty();
  }

  /// A beginning that is gone has expired, if a strongly consistent read says so.
  private static boolean sound(List<Event> events, long since, boolean consistent) {
    if (events.isEmpty()) {
      return true;
    }
    long first = events.getFirst().seq();
    long span = events.getLast().seq() - first + 1;
    return span == events.size() && (consistent || since == 0 || first == since + 1);
  }

  private QueryRequest.Builder after(IdentityId identity, long seq) {
    return of(
        identity, "pk = :pk AND sk > :sk", Map.of(":sk", AttributeValue.fromS(Key.sortable(seq))));
  }

  private QueryRequest.Builder of(
      IdentityId identity, String condition, Map<String, AttributeValue> values) {
    Map<String, AttributeValue> all = new HashMap<>(values);
    all.put(":pk", AttributeValue.fromS(Key.eventLog(identity)));
    return QueryRequest.builder()
        .tableName(table.name())
        .keyConditionExpression(condition)
        .expressionAttributeValues(all);
  }

  private QueryResponse run(QueryRequest.Builder query, Map<String, AttributeValue> from) {
    if (!from.isEmpty()) {
      query.exclusiveStartKey(from);
    }
    return table.client().query(query.build());
  }
}
