package dev.posthouse.read;

import static dev.posthouse.testing.Fixtures.NOW;
import static dev.posthouse.testing.Fixtures.person;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.message.Message;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.testbed.Answer;
import dev.posthouse.testing.Fixtures;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class MessageListTest {
  private final Mailroom room = new Mailroom();

  @Test
  void whatCameAndWhatWentIsListedNewestFirst() {
    EmailAddress bob = person();
    OutboundJob first = room.sent(room.accepted(bob, NOW), NOW.plusSeconds(1));
    Message answer = room.received(bob, NOW.plusSeconds(2));
    OutboundJob waiting = room.accepted(bob, NOW.plusSeconds(3));

    JsonNode items = room.caller.get(room.messages("")).body().path("items");

    assertThat(items.findValuesAsString("convId")).containsOnly(answer.conversation().value());
    assertThat(items.valueStream().map(item -> item.path("id").asString()))
        .containsExactly(
            waiting.envelope().message().value(),
            answer.id().value(),
            first.envelope().message().value());
    assertThat(items.valueStream().map(item -> item.path("status").asString()))
        .containsExactly("queued", "received", "sent");
    assertThat(items.valueStream().map(item -> item.path("direction").asString()))
        .containsExactly("outbound", "inbound", "outbound");
    assertThat(items.path(2).path("outboundJobId").asString()).isEqualTo(first.id().value());
    assertThat(items.path(2).path("sentAt").asString()).isEqualTo("2031-05-14T12:00:01.000Z");
    assertThat(items.path(2).path("account").path("email").asString())
        .isEqualTo(first.account().toString());
    assertThat(items.path(1).toString())
        .contains(
            "\"kind\":\"human\"",
            "\"fromName\":\"Ängström, P.\"",
            "\"read\":false",
            "\"receivedAt\":\"2031-05-14T12:00:02.000Z\"",
            "\"verdicts\":{\"spf\":\"pass\"}",
            "\"email\":\"" + room.roster.mailboxes().getFirst().address());
  }

  @Test
  void anEmptyMailboxIsAnEmptyListThatEnds() {
    Answer answer = room.caller.get(room.messages(""));

    assertThat(answer.content()).isEqualTo("{\"items\":[],\"nextCursor\":null}");
  }

  @Test
  void filtersFindWhatIsAskedForWhateverItsCase() {
    EmailAddress bob = person();
    Message about =
        room.received(bob, NOW, letter -> letter.saying("Über die RECHNUNG", "siehe oben"));
    Message within =
        room.received(person(), NOW.plusSeconds(1), letter -> letter.saying("x", "Die Rechnung"));
    OutboundJob sent = room.sent(room.accepted(person(), NOW.plusSeconds(2)), NOW.plusSeconds(3));
    OutboundJob open = room.accepted(person(), NOW.plusSeconds(4));

    assertThat(list("&search=rechNUNG")).containsExactly(id(within), id(about));
    assertThat(list("&search=%C3%BCBER")).containsExactly(id(about));
    assertThat(list("&search=" + bob.localPart().toUpperCase(Locale.ROOT)))
        .containsExactly(id(about));
    assertThat(list("&search=%C3%84ngstr%C3%B6m")).containsExactly(id(within), id(about));
    assertThat(list("&search=carol@example.NET")).containsExactly(id(within), id(about));
    assertThat(list("&direction=outbound")).containsExactly(id(open), id(sent));
    assertThat(list("&direction=inbound&search=siehe")).containsExactly(id(about));
    assertThat(list("&status=received")).containsExactly(id(within), id(about));
    assertThat(list("&status=queued")).containsExactly(id(open));
    assertThat(list("&status=sent&direction=outbound")).containsExactly(id(sent));
    assertThat(list("&status=failed")).isEmpty();
    assertThat(list("&since=2031-05-14T12:00:02Z")).containsExactly(id(open), id(sent));
    assertThat(list("&since=" + NOW.plusSeconds(4).toEpochMilli())).containsExactly(id(open));
    assertThat(list("&color=blue")).hasSize(4);
  }

  private List<String> list(String query) {
    return Mailroom.ids(room.caller.get(room.messages(query)));
  }

  private static String id(Message message) {
    return message.id().value();
  }

  private static String id(OutboundJob job) {
    return job.envelope().message().value();
  }

  @Test
  void aJobThatHasExpiredLeavesWhatTheMessageItselfTells() {
    OutboundJob known = Fixtures.job(room.roster, 0, person());
    OutboundJob unknown = Fixtures.job(room.roster, 0, person());
    room.ports.conversations().file(known, Fixtures.content(), Optional.of("0100@example.com"));
    room.ports.conversations().file(unknown, Fixtures.content(), Optional.empty());

    assertThat(list("&status=sent")).containsExactly(id(known));
    Answer shown = room.caller.get("/v1/messages/" + id(unknown));
    assertThat(shown.status()).isEqualTo(200);
    assertThat(shown.body().has("status")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "limit, 0",
    "limit, 201",
    "limit, ten",
    "direction, up",
    "direction, INBOUND",
    "status, lost",
    "search, %20",
    "since, yesterday",
    "since, -1",
    "since, 99999999999999999999",
    "since, 999999999999999",
    "cursor, x",
    "cursor, ''",
    "cursor, AAAAAAAAAAAAAAAA",
    "identity, nobody"
  })
  void aBadParameterIsNamed(String name, String value) {
    String query = name + "=" + value.replace("''", "");
    String path =
        name.equals("identity")
            ? "/v1/mailboxes/self/messages?" + query
            : room.messages("&" + query);

    Answer answer = room.deployment.refused(400, "invalid_field", () -> room.caller.get(path));

    assertThat(answer.fields()).containsExactly(name);
  }

  @Test
  void aSearchHasAtMost200Characters() {
    assertThat(list("&search=" + "x".repeat(200))).isEmpty();
    assertThat(room.caller.get(room.messages("&search=" + "x".repeat(201))).fields())
        .containsExactly("search");
  }

  @Test
  void aTenantsKeyNamesTheIdentity() {
    Answer answer =
        room.deployment.refused(
            400, "missing_field", () -> room.caller.get("/v1/mailboxes/self/messages"));

    assertThat(answer.fields()).containsExactly("identity");
    assertThat(answer.text("fix")).contains("identity=");
  }

  @Test
  void theLogNamesTheIdentity() {
    list("");

    assertThat(room.deployment.logged())
        .contains("\"identity\":\"" + room.roster.handle().value() + "\"");
  }

  /// Whatever is added while somebody pages, and however many messages share a millisecond: what
  /// was there at the start is read once.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void pagingNeitherSkipsNorRepeats(long seed) {
    var random = new Random(seed);
    var there = new ArrayList<Message>();
    for (int i = 0; i < 60; i++) {
      there.add(some(random, NOW.plusMillis(random.nextInt(8))));
    }
    for (String filter : List.of("", "&direction=inbound", "&search=needle", "&status=received")) {
      int limit = 1 + random.nextInt(9);
      List<String> expected =
          there.stream()
              .filter(message -> !filter.contains("needle") || message.subject().contains("Needle"))
              .map(MessageListTest::id)
              .sorted((one, other) -> other.compareTo(one))
              .toList();

      List<String> read =
          room.all(
              room.messages(filter + "&limit=" + limit),
              () -> some(random, NOW.plusSeconds(1).plusMillis(random.nextInt(3))));

      assertThat(read).doesNotHaveDuplicates().containsSubsequence(expected);
      assertThat(new HashSet<>(read)).containsAll(expected);
    }
  }

  /// Twenty-five listings in each of some mailboxes that grow, page by page with mail coming in
  /// between.
  @Test
  void listingsWithMailComingInBetweenNeitherSkipNorRepeat() {
    int mailboxes = Integer.getInteger("posthouse.listings", 100) / 25;
    var random = new Random(1000);
    int pages = 0;
    for (int mailbox = 0; mailbox < mailboxes; mailbox++) {
      var own = new Mailroom();
      var there = new ArrayList<String>();
      for (int i = 0; i < 6; i++) {
        there.add(id(own.received(person(), NOW.plusMillis(random.nextInt(4)))));
      }
      for (int listing = 0; listing < 25; listing++) {
        List<String> expected = there.stream().sorted(Comparator.reverseOrder()).toList();
        int limit = 1 + expected.size() / 2 + random.nextInt(3);
        // Times go on, some at the same millisecond as those read now.
        Instant at = NOW.plusMillis(4 + listing / 2);
        int before = there.size();

        List<String> read =
            own.all(
                own.messages("&limit=" + limit), () -> there.add(id(own.received(person(), at))));

        pages += there.size() - before;
        assertThat(read).doesNotHaveDuplicates().containsSubsequence(expected);
      }
    }
    assertThat(pages).isGreaterThanOrEqualTo(mailboxes * 47);
  }

  private Message some(Random random, Instant at) {
    String subject = random.nextInt(4) == 0 ? "A Needle" : "Hay";
    return room.received(person(), at, letter -> letter.saying(subject, "…"));
  }

  /// A request reads 500 rows or so; what is rarer takes several.
  @Test
  void aRareMatchIsFoundWithoutReadingEverythingAtOnce() {
    Message rare = room.received(person(), NOW, letter -> letter.saying("Needle", "…"));
    EmailAddress bob = person();
    for (int i = 1; i <= 620; i++) {
      room.received(bob, NOW.plusMillis(i), letter -> letter.saying("Hay", "…"));
    }

    Answer first = room.caller.get(room.messages("&search=needle"));

    assertThat(Mailroom.ids(first)).isEmpty();
    assertThat(Mailroom.next(first)).isNotNull();
    assertThat(room.all(room.messages("&search=needle"), () -> {})).containsExactly(id(rare));
  }

  @Test
  void aCursorIsGoodForItsOwnListOnly() {
    Roster other = Fixtures.pool(room.ports, room.tenant.id(), 100, 90);
    for (int i = 0; i < 3; i++) {
      room.received(person(), NOW.plusMillis(i));
    }
    String cursor = String.valueOf(Mailroom.next(room.caller.get(room.messages("&limit=1"))));

    Stream.of(
            room.messages("&direction=inbound&cursor=" + cursor),
            room.messages("&search=x&cursor=" + cursor),
            "/v1/mailboxes/self/messages?identity=" + other.handle() + "&cursor=" + cursor,
            room.path("/conversations?cursor=" + cursor))
        .forEach(path -> {
          Answer answer =
              room.deployment.refused(400, "invalid_field", () -> room.caller.get(path));
          assertThat(answer.fields()).containsExactly("cursor");
        });
    assertThat(Mailroom.ids(room.caller.get(room.messages("&limit=2&cursor=" + cursor))))
        .hasSize(2);
  }

  @Test
  void aForgedCursorIsRefusedOrAnotherPlace() {
    for (int i = 0; i < 3; i++) {
      room.received(person(), NOW.plusMillis(i));
    }
    String cursor = String.valueOf(Mailroom.next(room.caller.get(room.messages("&limit=1"))));
    var random = new Random(7);
    for (int i = 0; i < 200; i++) {
      byte[] bytes = Base64.getUrlDecoder().decode(cursor);
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      String forged = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);

      Answer answer = room.caller.get(room.messages("&limit=1&cursor=" + forged));

      assertThat(answer.status()).as(answer.content()).isIn(200, 400);
      if (answer.status() == 400) {
        assertThat(answer.fields()).containsExactly("cursor");
      }
    }
  }
}
