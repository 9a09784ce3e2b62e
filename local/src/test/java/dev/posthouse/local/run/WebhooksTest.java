package dev.posthouse.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.local.run.LocalSystem.Account;
import dev.posthouse.local.run.LocalSystem.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import tools.jackson.databind.JsonNode;

/// Events on their way to webhooks, through the real handlers. `-Dposthouse.senders=200` makes the
/// long run of it.
class WebhooksTest {
  private static final int SENDERS = Integer.getInteger("posthouse.senders", 20);

  private static LocalSystem system;
  private Receiver receiver;

  @BeforeAll
  static void start() throws Exception {
    system = LocalSystem.start();
  }

  @AfterAll
  static void stop() throws Exception {
    system.close();
  }

  @BeforeEach
  void open() throws Exception {
    receiver = Receiver.start();
  }

  @AfterEach
  void close() {
    system.faults("[]");
    receiver.close();
  }

  @Test
  void aWebhookHearsWhatTheLogSaysInItsOrder() {
    Account account = system.account("growth");
    LocalSystem.expect(202, system.send(account, "before@example.com"));
    LocalSystem.until(() -> log(account).size() == 3);
    hook(account, "");

    LocalSystem.expect(202, system.send(account, "bob@example.com"));

    system.advance("PT1M");
    assertThat(receiver.taken()).isEqualTo(log(account).subList(3, 6));
  }

  @Test
  void aWebhookHearsOfTheTypesAndIdentitiesItAskedFor() {
    Account account = system.account("growth");
    Account other = identityOf(account);
    hook(account, ",\"types\":[\"email.sent\"],\"identities\":[\"" + other.handle() + "\"]");

    LocalSystem.expect(202, system.send(account, "one@example.com"));
    LocalSystem.expect(202, system.send(other, "two@example.com"));

    system.advance("PT1M");
    assertThat(receiver.taken())
        .singleElement()
        .satisfies(event -> {
          assertThat(event.path("type").asString()).isEqualTo("email.sent");
          assertThat(event.path("data").path("identity").asString()).isEqualTo(other.handle());
        });
  }

  /// The heart of it: three readers, one sequence.
  @Test
  void allReadersSeeTheSameGaplessLogThroughADayDownAndDoubledAndReorderedRecords() {
    Account account = system.account("scale");
    Account other = identityOf(account);
    hook(account, "");
    system.faults(
        """
        [{"target":"events","kind":"duplicate","rate":0.2,"seed":1},
         {"target":"events","kind":"reorder","rate":0.2,"seed":2},
         {"target":"events","kind":"drop","rate":0.1,"seed":3},
         {"target":"stream","kind":"duplicate","rate":0.2,"seed":4}]
        """);
    var chance = new Random(5);
    receiver.answers(() -> chance.nextInt(10) == 0 ? 500 : 204);
    List<Callable<Answer>> calls = new ArrayList<>();
    for (int i = 0; i < SENDERS; i++) {
      int n = i;
      calls.add(() -> thrice(account, n));
      calls.add(() -> system.send(other, "o%d@example.com".formatted(n)));
    }
    LocalSystem.atOnce(SENDERS, calls);
    system.advance("PT10M");
    receiver.answers(() -> 503);
    LocalSystem.expect(202, system.send(account, "while.down@example.com"));
    system.advance("P1D");
    receiver.answers(() -> 204);
    system.faults("[]");
    system.advance("PT8H");

    for (Account each : List.of(account, other)) {
      List<JsonNode> polled = log(each);
      assertThat(polled.stream().map(event -> event.path("seq").asLong()))
          .containsExactlyElementsOf(LongStream.rangeClosed(1, polled.size()).boxed().toList());
      assertThat(waitedFor(each)).isEqualTo(polled);
      assertThat(
              receiver.taken().stream()
                  .filter(event ->
                      event.path("data").path("identity").asString().equals(each.handle())))
          .containsExactlyElementsOf(polled);
    }
    // Each job was queued and sent; what else was told depends on what was dropped.
    assertThat(log(account).stream().filter(event -> type(event).equals("email.sent")))
        .hasSize(3 * SENDERS + 1);
  }

  @Test
  void aDeadOrSlowReceiverDelaysNobody() throws Exception {
    Account account = system.account("growth");
    Account quick = system.account("growth");
    hook(account, "");
    try (Receiver prompt = Receiver.start()) {
      hook(quick, prompt.url(), "");
      receiver.answers(() -> {
        try {
          Thread.sleep(4_000);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        return 500;
      });
      LocalSystem.expect(202, system.send(account, "slow@example.com"));
      LocalSystem.until(() -> log(account).size() == 3);
      long start = System.nanoTime();

      LocalSystem.expect(202, system.send(quick, "quick@example.com"));
      LocalSystem.until(() -> prompt.taken().size() == 3);

      assertThat((System.nanoTime() - start) / 1_000_000).isLessThan(4_000);
      receiver.answers(() -> 204);
    }
  }

  @Test
  void anEndpointThatIsGoneIsPausedAndGoesOnWhereItStopped() {
    Account account = system.account("growth");
    String hook = hook(account, "");
    receiver.answers(() -> 410);
    LocalSystem.expect(202, system.send(account, "a@example.com"));
    system.advance("PT1M");
    JsonNode paused = system.get("/v1/webhooks/" + hook, account.key()).body();
    assertThat(paused.path("status").asString()).isEqualTo("paused");
    assertThat(paused.path("pauseReason").asString()).isEqualTo("gone");
    int asked = receiver.requests();
    receiver.answers(() -> 204);
    LocalSystem.expect(202, system.send(account, "b@example.com"));
    system.advance("PT3H");
    assertThat(receiver.requests()).isEqualTo(asked);

    LocalSystem.expect(
        200,
        system.call("PATCH", "/v1/webhooks/" + hook, account.key(), "{\"status\":\"active\"}"));

    system.advance("PT1M");
    assertThat(receiver.taken()).isEqualTo(log(account));
  }

  @Test
  @EnabledIfSystemProperty(
      named = "posthouse.days",
      matches = "true",
      disabledReason = "lives through four days of minutes; ./mvnw verify -Dposthouse.days=true")
  void whatAnEndpointDoesNotTakeForThreeDaysIsADeadLetterAndCanBeReplayed() {
    Account account = system.account("growth");
    String hook = hook(account, "");
    receiver.answers(() -> 500);
    LocalSystem.expect(202, system.send(account, "a@example.com"));
    for (int day = 1; day <= 4; day++) {
      system.advance("P1D");
    }
    List<JsonNode> dead = deliveries(account, hook, "?status=dead");
    assertThat(dead.stream().map(each -> each.path("seq").asLong())).containsExactly(3L, 2L, 1L);
    assertThat(deliveries(account, hook, "?status=failed").size()).isBetween(10, 25);
    receiver.answers(() -> 204);
    LocalSystem.expect(202, system.send(account, "b@example.com"));
    system.advance("PT8H");
    assertThat(receiver.taken()).isEqualTo(log(account).subList(3, 6));

    LocalSystem.expect(
        202,
        system.post(
            "/v1/webhooks/" + hook + "/deliveries/" + dead.get(1).path("id").asString() + "/replay",
            account.key(),
            ""));
    system.advance("PT1M");
    assertThat(receiver.taken().getLast()).isEqualTo(log(account).get(1));
    LocalSystem.expect(
        202,
        system.post(
            "/v1/webhooks/" + hook + "/replay",
            account.key(),
            "{\"identity\":\"%s\",\"fromSeq\":1,\"toSeq\":3}".formatted(account.handle())));
    system.advance("PT1M");

    assertThat(receiver.taken()).containsExactlyInAnyOrderElementsOf(log(account));
    assertThat(receiver.taken().subList(4, 6))
        .isEqualTo(List.of(log(account).get(0), log(account).get(2)));
  }

  @Test
  void aReceiverThatAnswersEveryOtherTimeHearsEverythingOnceAndInOrder() {
    Account account = system.account("growth");
    hook(account, "");
    var count = new AtomicInteger();
    receiver.answers(() -> count.incrementAndGet() % 2 == 0 ? 204 : 500);

    for (int i = 0; i < 4; i++) {
      LocalSystem.expect(202, system.send(account, "p%d@example.com".formatted(i)));
    }

    system.advance("PT2H");
    assertThat(receiver.taken()).isEqualTo(log(account));
    assertThat(receiver.requests()).isEqualTo(2 * log(account).size());
  }

  private static Answer thrice(Account account, int number) {
    Answer last = null;
    for (int i = 0; i < 3; i++) {
      last =
          LocalSystem.expect(202, system.send(account, "p%d.%d@example.com".formatted(number, i)));
    }
    return Objects.requireNonNull(last);
  }

  /// Another identity of the same tenant.
  private static Account identityOf(Account account) {
    String handle = "other-" + account.handle();
    LocalSystem.expect(
        201,
        system.post(
            "/v1/identities",
            account.key(),
            "{\"handle\":\"%s\",\"displayName\":\"Other\",\"tier\":\"growth\"}".formatted(handle)));
    return new Account(account.key(), handle);
  }

  private String hook(Account account, String more) {
    return hook(account, receiver.url(), more);
  }

  /// A webhook that the relay knows of by now.
  private static String hook(Account account, String url, String more) {
    Answer made =
        LocalSystem.expect(
            201,
            system.post("/v1/webhooks", account.key(), "{\"url\":\"%s\"%s}".formatted(url, more)));
    system.advance("PT6S");
    return made.body().path("id").asString();
  }

  private static List<JsonNode> deliveries(Account account, String hook, String query) {
    return LocalSystem.expect(
            200, system.get("/v1/webhooks/" + hook + "/deliveries" + query, account.key()))
        .body()
        .path("items")
        .valueStream()
        .toList();
  }

  private static String type(JsonNode event) {
    return event.path("type").asString();
  }

  private static List<JsonNode> log(Account account) {
    return read(account, "?limit=200");
  }

  private static List<JsonNode> waitedFor(Account account) {
    return read(account, "?limit=7&timeoutMs=200");
  }

  private static List<JsonNode> read(Account account, String query) {
    var seen = new ArrayList<JsonNode>();
    JsonNode body;
    long cursor = 0;
    do {
      body =
          LocalSystem.expect(
                  200,
                  system.get(
                      "/v1/identities/" + account.handle() + "/events" + query + "&since=" + cursor,
                      account.key()))
              .body();
      body.path("events").forEach(seen::add);
      cursor = body.path("cursor").asLong();
    } while (body.path("hasMore").asBoolean());
    return seen;
  }
}
