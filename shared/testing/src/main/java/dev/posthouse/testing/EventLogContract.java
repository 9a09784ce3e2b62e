package dev.posthouse.testing;

import static dev.posthouse.testing.Fixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.event.Entry;
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
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// What every [EventLog] promises.
public interface EventLogContract {
  /// A log over the one store of the test, as another process would have it. Its clock stands at
  /// [Fixtures#NOW].
  EventLog log();

  /// The same by another clock.
  EventLog logAt(Instant now);

  /// Loses all events of the identity, as time does.
  void expire(IdentityId identity);

  @Test
  default void aLogWithoutEventsIsEmpty() {
    IdentityId identity = Fixtures.identityId();

    assertThat(log().read(identity, 0, 10)).isEqualTo(new EventLog.Page(List.of(), false));
    assertThat(log().head(identity)).isZero();
    assertThat(log().grewBeyond(identity, 0)).isFalse();
  }

  @Test
  default void whatIsAddedIsNumberedFromOneAndReadAsItWas() {
    IdentityId identity = Fixtures.identityId();
    Occurrence first = occurrence("first");
    Occurrence second =
        new Occurrence(
            EventId.of("second", 1, EventType.IDENTITY_READY),
            EventType.IDENTITY_READY,
            NOW.minusMillis(1),
            null,
            Map.of());

    List<Event> added = log().append(entry(identity, first));
    log().append(entry(identity, second));

    assertThat(added).containsExactly(new Event(1, NOW, first));
    assertThat(log().read(identity, 0, 10).events())
        .containsExactly(new Event(1, NOW, first), new Event(2, NOW, second));
    assertThat(log().head(identity)).isEqualTo(2);
    assertThat(log().grewBeyond(identity, 1)).isTrue();
    assertThat(log().grewBeyond(identity, 2)).isFalse();
  }

  @Test
  default void addingAgainChangesNothingWhateverCameBetween() {
    IdentityId identity = Fixtures.identityId();
    Entry entry = entry(identity, occurrence("a"), occurrence("b"));
    EventLog log = log();
    List<Event> added = log.append(entry);
    log.append(entry(identity, occurrence("c")));

    assertThat(log.append(entry)).isEqualTo(added);
    assertThat(log().append(entry)).isEqualTo(added);
    assertThat(logAt(NOW.plus(Duration.ofHours(12))).append(entry)).isEqualTo(added);

    assertThat(ids(identity)).containsExactly(id("a"), id("b"), id("c"));
  }

  @Test
  default void onlyWhatIsMissingOfAnEntryIsAdded() {
    IdentityId identity = Fixtures.identityId();
    log().append(entry(identity, occurrence("sent")));

    List<Event> events = log().append(entry(identity, occurrence("sent"), occurrence("delivered")));

    assertThat(events).extracting(Event::seq).containsExactly(1L, 2L);
    assertThat(ids(identity)).containsExactly(id("sent"), id("delivered"));
  }

  @Test
  default void aPageBeginsAndEndsWithinAnEntry() {
    IdentityId identity = Fixtures.identityId();
    log()
        .append(
            entry(identity, occurrence("1"), occurrence("2"), occurrence("3"), occurrence("4")));
    log().append(entry(identity, occurrence("5")));
    log().append(entry(identity, occurrence("6"), occurrence("7")));

    for (int limit = 1; limit <= 8; limit++) {
      var read = new ArrayList<Long>();
      EventLog.Page page;
      do {
        page = log().read(identity, read.size(), limit);
        assertThat(page.events()).hasSizeLessThanOrEqualTo(limit);
        page.events().forEach(event -> read.add(event.seq()));
      } while (page.more());
      assertThat(read).as("pages of %d", limit).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
    }
    assertThat(log().read(identity, 7, 10).events()).isEmpty();
    assertThat(log().read(identity, 99, 10).events()).isEmpty();
  }

  @Test
  default void aLogLongerThanAPageIsReadWhole() {
    IdentityId identity = Fixtures.identityId();
    EventLog log = log();
    for (int i = 1; i <= 60; i++) {
      log.append(entry(identity, occurrence("n" + i)));
    }

    assertThat(log().read(identity, 0, 100).events())
        .extracting(Event::seq)
        .containsExactlyElementsOf(upTo(60));
    // One that has seen none of it finds what it added long before.
    assertThat(log().append(entry(identity, occurrence("n2"))).getFirst().seq()).isEqualTo(2);
  }

  @Test
  default void whatIsOlderThanTheRetentionIsNotRead() {
    IdentityId identity = Fixtures.identityId();
    log().append(entry(identity, occurrence("old")));
    Instant later = NOW.plus(EventLog.RETENTION);
    logAt(later).append(new Entry(identity, later, List.of(occurrence("new"))));

    assertThat(logAt(later).read(identity, 0, 10).events()).hasSize(2);
    assertThat(logAt(later.plusMillis(1)).read(identity, 0, 10).events())
        .extracting(Event::seq)
        .containsExactly(2L);
  }

  @Test
  default void aLogThatExpiredGoesOnWhereItWas() {
    IdentityId identity = Fixtures.identityId();
    log().append(entry(identity, occurrence("a"), occurrence("b")));
    log().append(entry(identity, occurrence("c")));
    log().settle(identity);
    expire(identity);

    assertThat(log().head(identity)).isEqualTo(3);
    assertThat(log().append(entry(identity, occurrence("d"))).getFirst().seq()).isEqualTo(4);
    // An earlier place never replaces a later one.
    log().settle(identity);
    expire(identity);
    log().settle(identity);
    assertThat(log().head(identity)).isEqualTo(4);
  }

  @Test
  default void eachIdentityHasALogOfItsOwn() {
    IdentityId one = Fixtures.identityId();
    IdentityId other = Fixtures.identityId();

    Race.run(
        8,
        number ->
            () -> {
              EventLog log = log();
              for (int i = 0; i < 10; i++) {
                IdentityId identity = i % 2 == 0 ? one : other;
                log.append(entry(identity, occurrence(identity + " " + number + " " + i)));
              }
              return number;
            });

    for (IdentityId identity : List.of(one, other)) {
      assertThat(seqs(identity)).containsExactlyElementsOf(upTo(40));
      for (int number = 0; number < 8; number++) {
        for (int i = identity.equals(one) ? 0 : 1; i < 10; i += 2) {
          assertThat(ids(identity)).contains(id(identity + " " + number + " " + i));
        }
      }
    }
  }

  /// Twenty producers on one identity, each record handed over twice and the second time late and
  /// out of order, while two readers follow.
  @Test
  default void allReadersSeeOneGaplessLogUnderDoubledAndReorderedRecords() {
    int producers = 20;
    int entries = 6;
    int total = producers * entries * 2;
    IdentityId identity = Fixtures.identityId();

    List<List<Event>> seen =
        Race.run(
            producers + 2,
            number ->
                () ->
                    number < producers
                        ? produce(identity, number, entries)
                        : follow(identity, number == producers, total));

    List<Event> whole = log().read(identity, 0, 1_000).events();
    assertThat(whole).extracting(Event::seq).containsExactlyElementsOf(upTo(total));
    assertThat(whole).extracting(Event::id).doesNotHaveDuplicates();
    assertThat(seen.get(producers)).isEqualTo(whole);
    assertThat(seen.get(producers + 1)).isEqualTo(whole);
    for (int number = 0; number < producers; number++) {
      String mine = "p" + number + "e";
      List<EventId> expected = new ArrayList<>();
      for (int i = 0; i < entries; i++) {
        expected.add(id(mine + i));
        expected.add(id(mine + i + "x"));
      }
      assertThat(whole.stream().map(Event::id).filter(expected::contains))
          .as("in the order of producer %d", number)
          .containsExactlyElementsOf(expected);
    }
  }

  private List<Event> produce(IdentityId identity, int number, int entries) {
    EventLog log = log();
    var random = new Random(number);
    var again = new ArrayList<Entry>();
    for (int i = 0; i < entries; i++) {
      String name = "p" + number + "e" + i;
      Entry entry = entry(identity, occurrence(name), occurrence(name + "x"));
      log.append(entry);
      again.add(entry);
      if (random.nextBoolean()) {
        log.append(again.get(random.nextInt(again.size())));
      }
    }
    Collections.shuffle(again, random);
    // Whoever takes over knows nothing of what was done.
    EventLog other = log();
    again.forEach(other::append);
    return List.of();
  }

  private List<Event> follow(IdentityId identity, boolean asksFirst, int total) {
    EventLog log = log();
    var seen = new ArrayList<Event>();
    while (seen.size() < total) {
      if (!asksFirst || log.grewBeyond(identity, seen.size())) {
        seen.addAll(log.read(identity, seen.size(), 7).events());
      }
      Thread.onSpinWait();
    }
    return seen;
  }

  private List<EventId> ids(IdentityId identity) {
    return log().read(identity, 0, 1_000).events().stream().map(Event::id).toList();
  }

  private List<Long> seqs(IdentityId identity) {
    return log().read(identity, 0, 1_000).events().stream().map(Event::seq).toList();
  }

  private static Entry entry(IdentityId identity, Occurrence... occurrences) {
    return new Entry(identity, NOW, Arrays.asList(occurrences));
  }

  /// An occurrence of that name, the same each time.
  static Occurrence occurrence(String name) {
    return new Occurrence(
        id(name),
        EventType.EMAIL_SENT,
        NOW.minusSeconds(3),
        new ConversationId(ConversationId.PREFIX + "7909fc38a21e3d78cf49"),
        Map.of(
            "identity",
            "alice@post.example",
            "note",
            "Grüße 📮",
            "dispatchAt",
            NOW.toEpochMilli(),
            "flag",
            true,
            "account",
            Map.of("id", name, "tags", List.of("a", "b"))));
  }

  /// The numbers from 1.
  static List<Long> upTo(long last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }

  private static EventId id(String name) {
    return EventId.of(name, 1, EventType.EMAIL_SENT);
  }
}
