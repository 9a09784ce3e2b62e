package dev.posthouse.read;

import static dev.posthouse.testing.Fixtures.NOW;
import static dev.posthouse.testing.Fixtures.person;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.message.Message;
import dev.posthouse.domain.outbound.Conversation;
import dev.posthouse.domain.outbound.ConversationId;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.testbed.Answer;
import dev.posthouse.testbed.Caller;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ConversationTest {
  private final Mailroom room = new Mailroom();

  private String list(String query) {
    return room.path("/conversations?" + query);
  }

  private String path(Message message) {
    return room.path("/conversations/" + message.conversation());
  }

  @Test
  void aRowTellsWithWhomAndWhen() {
    EmailAddress bob = person();
    OutboundJob job = room.sent(room.accepted(bob, NOW), NOW.plusSeconds(1));
    room.received(bob, NOW.plusSeconds(2), letter -> letter.saying("Re: hi", "Gern."));

    JsonNode row = room.caller.get(list("")).body().path("items").path(0);

    assertThat(row.path("id").asString()).isEqualTo(job.envelope().conversation().value());
    assertThat(row.path("with").asString()).isEqualTo(bob.toString());
    assertThat(row.path("subject").asString()).isEqualTo(job.subject());
    assertThat(row.path("snippet").asString()).isEqualTo("Gern.");
    assertThat(row.path("messageCount").asInt()).isEqualTo(2);
    assertThat(row.path("labels").toString()).isEqualTo("[\"demo\"]");
    assertThat(row.path("archived").asBoolean()).isFalse();
    assertThat(row.path("lastEventAt").asLong()).isEqualTo(NOW.plusSeconds(2).toEpochMilli());
    assertThat(row.path("lastEventAtIso").asString()).isEqualTo("2031-05-14T12:00:02.000Z");
    assertThat(row.path("createdAt").asLong()).isEqualTo(NOW.toEpochMilli());
    assertThat(row.path("createdAtIso").asString()).isEqualTo("2031-05-14T12:00:00.000Z");
    assertThat(row.has("messages")).isFalse();
  }

  @Test
  void filtersFindWhatIsAskedFor() {
    Message first =
        room.received(
            EmailAddress.parse("Ann@Sub.Example.net"), NOW, letter -> letter.saying("Miete", "x"));
    Message second =
        room.received(
            EmailAddress.parse("ben@example.org"),
            NOW.plusSeconds(1),
            letter -> letter.saying("y", "Die MIETE"));
    Message third = room.received(EmailAddress.parse("cy@myexample.net"), NOW.plusSeconds(2));
    room.caller.patch(
        path(second), Map.of("archived", true, "labels", Map.of("add", List.of("a b", "c"))));

    assertThat(ids("")).containsExactly(id(third), id(second), id(first));
    assertThat(ids("archived=true")).containsExactly(id(second));
    assertThat(ids("archived=false")).containsExactly(id(third), id(first));
    assertThat(ids("with=ann@sub.example.net")).containsExactly(id(first));
    assertThat(ids("with=ann@sub.example.net&archived=true")).isEmpty();
    assertThat(ids("with=nobody@example.net")).isEmpty();
    assertThat(ids("withDomain=EXAMPLE.net")).containsExactly(id(first));
    assertThat(ids("withDomain=net")).containsExactly(id(third), id(first));
    assertThat(ids("label=a+b")).containsExactly(id(second));
    assertThat(ids("label=a%20b&label=c")).containsExactly(id(second));
    assertThat(ids("label=C")).isEmpty();
    assertThat(ids("search=miete")).containsExactly(id(second), id(first));
    assertThat(ids("search=BEN@")).containsExactly(id(second));
    assertThat(ids("since=2031-05-14T12:00:01Z")).containsExactly(id(third), id(second));
    assertThat(ids("until=2031-05-14T12:00:01Z")).containsExactly(id(second), id(first));
    long middle = NOW.plusSeconds(1).toEpochMilli();
    assertThat(ids("since=" + middle + "&until=" + middle)).containsExactly(id(second));
    assertThat(ids("until=9998-01-01T00:00:00Z")).hasSize(3);
    assertThat(ids("since=2031-05-14T12:00:03Z")).isEmpty();
  }

  private List<String> ids(String query) {
    return Mailroom.ids(room.caller.get(list(query)));
  }

  private static String id(Message message) {
    return message.conversation().value();
  }

  @ParameterizedTest
  @CsvSource({
    "limit, 0",
    "limit, 201",
    "archived, yes",
    "with, bob",
    "withDomain, a b",
    "withDomain, ''",
    "withDomain, @example.com",
    "label, -x",
    "label, ''",
    "search, ''",
    "since, soon",
    "until, 2031-05-14",
    "cursor, x"
  })
  void aBadParameterIsNamed(String name, String value) {
    String query = name + "=" + value.replace("''", "").replace(" ", "%20");

    Answer answer =
        room.deployment.refused(400, "invalid_field", () -> room.caller.get(list(query)));

    assertThat(answer.fields()).containsExactly(name);
  }

  @Test
  void aHandleMayBeEncodedAndInAnyCase() {
    room.received(person(), NOW);
    String handle = room.roster.handle().value();

    for (String written :
        List.of(handle, handle.replace("@", "%40"), handle.toUpperCase(Locale.ROOT))) {
      assertThat(Mailroom.ids(room.caller.get("/v1/identities/" + written + "/conversations")))
          .hasSize(1);
    }
  }

  /// What is there at the start and stays as it is, is read once, whatever comes meanwhile. What
  /// has news meanwhile moves to the front of the next listing, and is never read twice in this.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void pagingNeitherSkipsNorRepeats(long seed) {
    var random = new Random(seed);
    var there = new ArrayList<Message>();
    for (int i = 0; i < 40; i++) {
      there.add(some(random, NOW.plusMillis(random.nextInt(5))));
    }
    for (String filter : List.of("", "search=needle", "archived=false")) {
      int limit = 1 + random.nextInt(7);
      var moved = new TreeSet<String>();

      List<String> read =
          room.all(
              list(filter + "&limit=" + limit),
              () -> {
                some(random, NOW.plusSeconds(1));
                Message lively = there.get(random.nextInt(there.size()));
                room.received(
                    EmailAddress.parse(lively.parties().from()),
                    NOW.plusSeconds(2),
                    letter -> letter.saying("Hay", "Needle"));
                moved.add(id(lively));
              });

      assertThat(read).doesNotHaveDuplicates();
      assertThat(read)
          .containsAll(
              there.stream()
                  .filter(message -> !moved.contains(id(message)))
                  .filter(
                      message -> !filter.contains("needle") || message.subject().contains("Needle"))
                  .map(ConversationTest::id)
                  .toList());
    }
  }

  /// Twenty-five listings in each of some mailboxes that grow, page by page with others being
  /// opened and answered in between.
  @Test
  void listingsWithMailComingInBetweenNeitherSkipNorRepeat() {
    int mailboxes = Integer.getInteger("posthouse.listings", 100) / 25;
    var random = new Random(1000);
    int pages = 0;
    for (int mailbox = 0; mailbox < mailboxes; mailbox++) {
      var own = new Mailroom();
      var there = new ArrayList<Message>();
      for (int i = 0; i < 6; i++) {
        there.add(own.received(person(), NOW.plusMillis(random.nextInt(4))));
      }
      for (int listing = 0; listing < 25; listing++) {
        List<Message> expected = List.copyOf(there);
        int limit = 1 + expected.size() / 2 + random.nextInt(3);
        Instant at = NOW.plusMillis(4 + listing / 2);
        var moved = new TreeSet<String>();
        Runnable arrival =
            () -> {
              if (random.nextBoolean()) {
                there.add(own.received(person(), at));
              } else {
                Message lively = expected.get(random.nextInt(expected.size()));
                own.received(EmailAddress.parse(lively.parties().from()), at);
                moved.add(id(lively));
              }
            };

        List<String> read = own.all(own.path("/conversations?limit=" + limit), arrival);

        pages += Math.ceilDiv(read.size(), limit);
        assertThat(read).doesNotHaveDuplicates();
        assertThat(read)
            .containsAll(
                expected.stream()
                    .map(ConversationTest::id)
                    .filter(id -> !moved.contains(id))
                    .toList());
      }
    }
    assertThat(pages).isGreaterThanOrEqualTo(mailboxes * 37);
  }

  private Message some(Random random, Instant at) {
    String subject = random.nextInt(3) == 0 ? "A Needle" : "Hay";
    return room.received(person(), at, letter -> letter.saying(subject, "…"));
  }

  @Test
  void aPageHasUpTo200Conversations() {
    var expected = new TreeSet<String>();
    for (int i = 0; i < 201; i++) {
      expected.add(id(room.received(person(), NOW.plusMillis(i))));
    }

    Answer first = room.caller.get(list("limit=200"));

    assertThat(Mailroom.ids(first)).hasSize(200);
    assertThat(new TreeSet<>(room.all(list("limit=200"), () -> {}))).isEqualTo(expected);
  }

  @Test
  void aConversationIsShownWithItsNewestMessages() {
    EmailAddress bob = person();
    var messages = new ArrayList<Message>();
    for (int i = 0; i < ConversationRoutes.MESSAGES_MAX + 3; i++) {
      messages.add(room.received(bob, NOW.plusSeconds(i)));
    }

    Answer answer = room.caller.get(path(messages.getFirst()));

    assertThat(answer.text("with")).isEqualTo(bob.toString());
    assertThat(answer.body().path("messageCount").asInt()).isEqualTo(messages.size());
    assertThat(Mailroom.ids(answer.body().path("messages")))
        .containsExactlyElementsOf(
            messages.subList(3, messages.size()).stream()
                .map(message -> message.id().value())
                .toList());
    assertThat(answer.body().path("messages").path(0).path("text").asString()).isEqualTo("Gern!");
  }

  @Test
  void aThreadIsReadFromItsBeginningWhateverComesMeanwhile() {
    EmailAddress bob = person();
    var expected = new ArrayList<String>();
    for (int i = 0; i < 7; i++) {
      expected.add(room.received(bob, NOW.plusSeconds(i)).id().value());
    }
    String thread = "/v1/threads/" + ConversationId.between(room.roster.identity(), bob);
    var read = new ArrayList<String>();
    String next = "";
    for (int i = 10; next != null; i++) {
      Answer answer =
          room.caller.get(thread + "?limit=2" + (next.isEmpty() ? "" : "&cursor=" + next));
      assertThat(answer.status()).isEqualTo(200);
      read.addAll(Mailroom.ids(answer.body().path("messages")));
      if (i < 13) {
        expected.add(room.received(bob, NOW.plusSeconds(i)).id().value());
      }
      next = Mailroom.next(answer);
    }

    assertThat(read).containsExactlyElementsOf(expected);
  }

  @Test
  void aThreadThatMovesOnWhileItIsReadGoesOnWithTheOldestItHas() {
    EmailAddress bob = person();
    IntStream.range(0, Conversation.THREAD_MAX)
        .forEach(i -> room.received(bob, NOW.plusSeconds(i)));
    String thread = "/v1/threads/" + ConversationId.between(room.roster.identity(), bob);
    Answer first = room.caller.get(thread + "?limit=1");
    IntStream.range(0, 3).forEach(i -> room.received(bob, NOW.plusSeconds(1_000 + i)));

    Answer rest = room.caller.get(thread + "?limit=200&cursor=" + Mailroom.next(first));

    assertThat(rest.body().path("messages").size()).isEqualTo(Conversation.THREAD_MAX);
    assertThat(Mailroom.next(rest)).isNull();
    assertThat(Mailroom.ids(rest.body().path("messages")))
        .doesNotContainAnyElementsOf(Mailroom.ids(first.body().path("messages")));
  }

  @Test
  void aThreadTellsWithWhomItIsAndWhatWasSaid() {
    EmailAddress bob = person();
    room.sent(room.accepted(bob, NOW), NOW.plusSeconds(1));
    String long_ = "x".repeat(MessageView.TEXT_MAX - 1) + "📮 and more";
    room.received(bob, NOW.plusSeconds(2), letter -> letter.saying("Re", long_));
    room.received(bob, NOW.plusSeconds(3), Mailroom.Letter::kept);
    ConversationId id = ConversationId.between(room.roster.identity(), bob);

    Answer thread = room.caller.get("/v1/threads/" + id);

    assertThat(thread.text("id")).isEqualTo(id.value());
    assertThat(thread.text("convId")).isEqualTo(id.value());
    assertThat(thread.text("with")).isEqualTo(bob.toString());
    assertThat(thread.text("identity")).isEqualTo(room.roster.handle().value());
    JsonNode messages = thread.body().path("messages");
    assertThat(messages.findValuesAsString("direction"))
        .containsExactly("outbound", "inbound", "inbound");
    assertThat(messages.path(0).path("text").asString()).startsWith("Hello,");
    assertThat(messages.path(0).path("clipped").asBoolean()).isFalse();
    assertThat(messages.path(1).path("text").asString()).hasSize(MessageView.TEXT_MAX - 1);
    assertThat(messages.path(1).path("clipped").asBoolean()).isTrue();
    assertThat(messages.path(2).has("text")).isFalse();
    assertThat(messages.path(2).path("clipped").asBoolean()).isTrue();
  }

  @Test
  void aThreadsCursorIsGoodForThatThreadOnly() {
    EmailAddress bob = person();
    EmailAddress carol = person();
    for (int i = 0; i < 2; i++) {
      room.received(bob, NOW.plusSeconds(i));
      room.received(carol, NOW.plusSeconds(i));
    }
    String next =
        Mailroom.next(
            room.caller.get(
                "/v1/threads/" + ConversationId.between(room.roster.identity(), bob) + "?limit=1"));
    String other = "/v1/threads/" + ConversationId.between(room.roster.identity(), carol);

    Answer answer =
        room.deployment.refused(
            400, "invalid_field", () -> room.caller.get(other + "?cursor=" + next));

    assertThat(answer.fields()).containsExactly("cursor");
  }

  @Test
  void labelsAndTheArchiveAreTheOwnersToSay() {
    Message message = room.received(person(), NOW);

    Answer added =
        room.caller.patch(
            path(message), "{\"labels\":{\"add\":[\"new\",\"Größe: L\"]},\"archived\":true}");
    Answer changed =
        room.caller.patch(
            path(message), "{\"labels\":{\"add\":\"other\",\"remove\":[\"new\",\"absent\"]}}");

    assertThat(added.status()).isEqualTo(200);
    assertThat(added.body().path("archived").asBoolean()).isTrue();
    assertThat(added.body().path("labels").toString()).isEqualTo("[\"Größe: L\",\"new\"]");
    assertThat(changed.body().path("labels").toString()).isEqualTo("[\"Größe: L\",\"other\"]");
    assertThat(changed.body().path("archived").asBoolean()).isTrue();
    assertThat(
            room.caller
                .patch(path(message), "{\"archived\":false}")
                .body()
                .path("archived")
                .asBoolean())
        .isFalse();
    room.deployment.refused(
        404,
        "not_found",
        () ->
            room.caller.patch(
                room.path(
                    "/conversations/" + ConversationId.between(room.roster.identity(), person())),
                "{\"archived\":true}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"labels\":{\"add\":[\"-\"]}}|invalid_field|labels.add[0]",
        "{\"labels\":{\"remove\":[\"a\",\"\"]}}|invalid_field|labels.remove[1]",
        "{\"labels\":{\"add\":[\"a\"],\"remove\":[\"a\"]}}|invalid_field|labels.remove",
        "{\"labels\":{\"set\":[\"a\"]}}|unknown_field|labels.set",
        "{\"labels\":[\"a\"]}|invalid_field|labels",
        "{\"archived\":\"no\"}|invalid_field|archived",
        "{\"pinned\":true}|unknown_field|pinned"
      })
  void aBadChangeIsNamed(String body, String code, String field) {
    Message message = room.received(person(), NOW);

    Answer answer =
        room.deployment.refused(400, code, () -> room.caller.patch(path(message), body));

    assertThat(answer.fields()).containsExactly(field);
  }

  @Test
  void aConversationHasAtMost50Labels() {
    Message message = room.received(person(), NOW);
    add(message, 0, 20);
    add(message, 20, 40);
    add(message, 40, 50);

    Answer answer =
        room.deployment.refused(
            409,
            "conflict",
            () -> room.caller.patch(path(message), "{\"labels\":{\"add\":[\"one more\"]}}"));

    assertThat(answer.text("detail")).contains("50");
    assertThat(
            room.deployment
                .refused(
                    400, "invalid_field", () -> room.caller.patch(path(message), labels(0, 21)))
                .fields())
        .containsExactly("labels.add");
    assertThat(
            room.caller
                .patch(path(message), "{\"labels\":{\"add\":[\"one more\"],\"remove\":[\"l1\"]}}")
                .status())
        .isEqualTo(200);
  }

  private void add(Message message, int from, int to) {
    assertThat(room.caller.patch(path(message), labels(from, to)).status()).isEqualTo(200);
  }

  private static Map<String, Object> labels(int from, int to) {
    return Map.of(
        "labels", Map.of("add", IntStream.range(from, to).mapToObj(i -> "l" + i).toList()));
  }

  @Test
  void labelsAreCounted() {
    Message one = room.received(person(), NOW);
    Message other = room.received(person(), NOW);
    for (Message message : Set.of(one, other)) {
      room.caller.patch(path(message), "{\"labels\":{\"add\":[\"both\"]}}");
    }
    room.caller.patch(path(one), "{\"labels\":{\"add\":[\"a\",\"z\"]}}");
    room.caller.patch(path(one), "{\"labels\":{\"remove\":[\"z\"]}}");

    Answer answer = room.caller.get(room.path("/labels/stats"));

    assertThat(answer.content())
        .isEqualTo(
            "{\"identity\":\""
                + room.roster.handle().value()
                + "\",\"labels\":[{\"label\":\"both\",\"count\":2},{\"label\":\"a\",\"count\":1}]}");
  }

  @Test
  void aKeyThatOnlyReadsChangesNoConversation() {
    Message message = room.received(person(), NOW);
    Caller reader = room.deployment.caller(room.tenant, Scope.MAIL_READ);

    room.deployment.refused(
        403, "missing_scope", () -> reader.patch(path(message), "{\"archived\":true}"));
  }
}
