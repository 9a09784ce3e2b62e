package dev.posthouse.dynamodb;

import static dev.posthouse.testing.Fixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.event.Entry;
import dev.posthouse.domain.event.Event;
import dev.posthouse.domain.event.EventId;
import dev.posthouse.domain.event.EventLog;
import dev.posthouse.domain.event.EventType;
import dev.posthouse.domain.event.JobEvents;
import dev.posthouse.domain.event.Occurrence;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.tenant.TenantId;
import dev.posthouse.testing.AwsEndpoint;
import dev.posthouse.testing.EventLogContract;
import dev.posthouse.testing.Fixtures;
import dev.posthouse.testing.OnEveryAws;
import dev.posthouse.testing.Race;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@OnEveryAws
record DynamoEventLogTest(AwsEndpoint endpoint) implements EventLogContract {
  private static final int RELAYS = 10;
  private static final int ENTRIES = 20;

  /// Puts for each entry while all are at work without a pause; a run needed 1.4 of them.
  private static final long PUTS_MAX = 3;

  private ContractTable there() {
    return ContractTable.on(endpoint, "events");
  }

  @Override
  public EventLog log() {
    return logAt(NOW);
  }

  @Override
  public EventLog logAt(Instant now) {
    return new DynamoEventLog(there().table(), InstantSource.fixed(now));
  }

  @Override
  public void expire(IdentityId identity) {
    for (Map<String, AttributeValue> item : items(Key.eventLog(identity))) {
      there()
          .client()
          .deleteItem(delete -> delete.tableName(there().name()).key(Key.of(item).attributes()));
    }
  }

  @Test
  void eachDayOfALogIsMarkedAndTheMarkExpiresWeeksBeforeItsEvents() {
    IdentityId identity = Fixtures.identityId();
    log().append(entry(identity, NOW, "a"));
    log().append(entry(identity, NOW, "b"));
    Instant tomorrow = NOW.plus(Duration.ofDays(1));
    logAt(tomorrow).append(entry(identity, tomorrow, "c"));

    List<Map<String, AttributeValue>> marks =
        items("IDENTITY#" + identity.value()).stream()
            .filter(item -> Attributes.string(item, Item.KIND).equals(EventDayItem.KIND))
            .toList();

    assertThat(marks).hasSize(2);
    assertThat(EventDayItem.identity(marks.getFirst())).isEqualTo(identity);
    long marked = Attributes.number(marks.getFirst(), Item.EXPIRES_AT);
    assertThat(Instant.ofEpochSecond(marked)).isEqualTo("2031-05-16T00:00:00Z");
    long kept = Attributes.number(items(Key.eventLog(identity)).getFirst(), Item.EXPIRES_AT);
    assertThat(Instant.ofEpochSecond(kept))
        .isEqualTo(NOW.plus(EventLog.RETENTION).plus(Duration.ofDays(1)));
  }

  @Test
  void anEventOfAJobIsOneWriteUnitAndTwoAtOnceAreOneItem() {
    TenantId tenant = Fixtures.tenantId();
    Roster roster = Fixtures.roster(tenant, Fixtures.mailboxes(93), 150);
    OutboundJob job = Fixtures.job(roster, 0, Fixtures.person());
    OutboundJob sent = job.claimed(NOW, Duration.ofSeconds(90)).sent("0100018f-ses", NOW);
    EventLog log = log();

    log.append(JobEvents.of(Optional.empty(), job).orElseThrow());
    log.append(JobEvents.of(Optional.of(job), sent).orElseThrow());

    assertThat(items(Key.eventLog(roster.identity())))
        .hasSize(2)
        .allSatisfy(item -> assertThat(ItemSize.of(item)).isLessThan(1024));
  }

  @Test
  void whoeverKnowsTheEndOfALogReadsNothing() {
    IdentityId identity = Fixtures.identityId();
    var requests = new ArrayList<String>();
    EventLog log = new DynamoEventLog(there().table(counting(requests)), InstantSource.fixed(NOW));

    log.append(entry(identity, NOW, "queued"));
    assertThat(requests).containsExactly("query", "getItem", "putItem", "putItem");
    requests.clear();
    log.append(entry(identity, NOW, "sent"));
    log.append(entry(identity, NOW, "delivered"));
    log.append(entry(identity, NOW, "sent"));
    assertThat(requests).containsExactly("putItem", "putItem");

    // Another comes between: one put in vain, and then a look before each until that is over.
    requests.clear();
    log().append(entry(identity, NOW, "of another"));
    log.append(entry(identity, NOW, "a"));
    assertThat(requests).containsExactly("putItem", "query", "putItem");
    requests.clear();
    log.append(entry(identity, NOW, "b"));
    log.append(entry(identity, NOW, "c"));
    assertThat(requests).containsExactly("query", "putItem", "putItem");
  }

  /// As many as Lambda runs at once for a shard: `ParallelizationFactor` of `RelayStream`, which
  /// parts records by their partition key, so that jobs of one identity come to all of them.
  @Test
  void tenRelaysAtOnceOnOneLogLoseNothingAndSeldomPutInVain() {
    IdentityId identity = Fixtures.identityId();
    List<String> requests = Collections.synchronizedList(new ArrayList<>());

    Race.run(
        RELAYS,
        number ->
            () -> {
              EventLog log =
                  new DynamoEventLog(there().table(counting(requests)), InstantSource.fixed(NOW));
              for (int i = 0; i < ENTRIES; i++) {
                log.append(entry(identity, NOW, "relay " + number + " entry " + i));
              }
              return number;
            });

    List<Event> all = log().read(identity, 0, 1_000).events();
    assertThat(all)
        .extracting(Event::seq)
        .containsExactlyElementsOf(EventLogContract.upTo(RELAYS * ENTRIES));
    assertThat(all).extracting(Event::id).doesNotHaveDuplicates();
    long puts = requests.stream().filter("putItem"::equals).count();
    assertThat(puts).isLessThanOrEqualTo(PUTS_MAX * RELAYS * ENTRIES);
  }

  private DynamoDbClient counting(List<String> requests) {
    return (DynamoDbClient)
        Proxy.newProxyInstance(
            DynamoDbClient.class.getClassLoader(),
            new Class<?>[] {DynamoDbClient.class},
            (_, method, arguments) -> {
              requests.add(method.getName());
              try {
                return method.invoke(there().client(), arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Test
  void moreThanIsRememberedIsStillAddedOnce() {
    IdentityId identity = Fixtures.identityId();
    EventTail tail = new EventTail();
    tail.begin(NOW, NOW, 0);
    EventLog log = log();
    Entry first = entry(identity, NOW, "n0");
    tail.add(log.append(first));
    for (int i = 1; i <= EventTail.EVENTS_MAX; i++) {
      tail.add(
          List.of(
              new Event(
                  i + 1,
                  NOW.plusMillis(i),
                  entry(identity, NOW, "n" + i).occurrences().getFirst())));
    }

    assertThat(tail.missing(first)).hasSize(1);
    assertThat(tail.reaches(NOW, NOW)).isFalse();
    assertThat(tail.reaches(NOW.plusMillis(1), NOW)).isTrue();
    assertThat(tail.reaches(NOW.plusMillis(1), NOW.plus(Duration.ofHours(1)))).isFalse();
  }

  private static Entry entry(IdentityId identity, Instant since, String name) {
    return new Entry(
        identity,
        since,
        List.of(
            new Occurrence(
                EventId.of(name, 1, EventType.EMAIL_QUEUED),
                EventType.EMAIL_QUEUED,
                since,
                null,
                Map.of())));
  }

  private List<Map<String, AttributeValue>> items(String pk) {
    return there()
        .client()
        .query(query ->
            query
                .tableName(there().name())
                .keyConditionExpression("pk = :pk")
                .expressionAttributeValues(Map.of(":pk", AttributeValue.fromS(pk))))
        .items();
  }
}
