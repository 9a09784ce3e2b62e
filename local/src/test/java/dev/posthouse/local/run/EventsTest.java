package dev.posthouse.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.local.run.LocalSystem.Account;
import dev.posthouse.local.run.LocalSystem.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What happens to a send, as its identity's events tell it, through the real handlers.
class EventsTest {
  private static final int SENDERS = 20;

  /// The link by which a mail's recipient wants no more, from its path on.
  private static final Pattern LINK =
      Pattern.compile("List-Unsubscribe: <https?://[^/>]+(/[^>]+)>");

  private static LocalSystem system;

  @BeforeAll
  static void start() throws Exception {
    system = LocalSystem.start();
  }

  @AfterAll
  static void stop() throws Exception {
    system.close();
  }

  @Test
  void aSendIsQueuedSentAndDelivered() {
    Account account = system.account("growth");
    JsonNode sent = LocalSystem.expect(202, system.send(account, "bob@example.com")).body();

    LocalSystem.until(() -> events(account, "").body().path("head").asLong() == 3);

    JsonNode body = events(account, "").body();
    assertThat(body.path("identity").asString()).isEqualTo(account.handle());
    assertThat(texts(body, "type"))
        .containsExactly("email.queued", "email.sent", "email.delivered");
    assertThat(texts(body, "seq")).containsExactly("1", "2", "3");
    assertThat(texts(body, "id")).doesNotHaveDuplicates();
    assertThat(texts(body, "convId")).containsOnly(sent.path("convId").asString());
    for (JsonNode event : body.path("events")) {
      JsonNode data = event.path("data");
      assertThat(data.path("outboundJobId")).isEqualTo(sent.path("outboundJobId"));
      assertThat(data.path("messageId")).isEqualTo(sent.path("messageId"));
      assertThat(data.path("account")).isEqualTo(sent.path("account"));
      assertThat(data.path("recipient").asString()).isEqualTo("bob@example.com");
      assertThat(data.path("identity").asString()).isEqualTo(account.handle());
    }
    assertThat(body.path("cursor").asLong()).isEqualTo(3);
    assertThat(body.path("hasMore").asBoolean()).isFalse();
  }

  @Test
  void aRequestThatWaitsHearsOfABounce() {
    Account account = system.account("growth");

    List<Answer> answers =
        LocalSystem.atOnce(
            2,
            List.of(
                () -> events(account, "?since=head&types=email.bounced&timeoutMs=25000"),
                () -> system.send(account, "bounce@simulator.amazonses.com")));

    JsonNode event = answers.getFirst().body().path("events").path(0);
    assertThat(event.path("type").asString()).isEqualTo("email.bounced");
    assertThat(event.path("data").path("error").path("message").asString()).isNotEmpty();
    assertThat(event.path("data").path("outboundJobId"))
        .isEqualTo(answers.getLast().body().path("outboundJobId"));
  }

  @Test
  void whoFollowsTheLinkInAMailIsInTheLogOnce() {
    Account account = system.account("growth");
    String leaver = "leaver@example.com";
    JsonNode sent = LocalSystem.expect(202, system.send(account, leaver)).body();
    LocalSystem.until(() -> events(account, "").body().path("head").asLong() == 3);
    String raw = system.raw(system.mailTo(leaver).getFirst().path("id").asString());
    Matcher link = LINK.matcher(raw.replace("\r\n ", " "));
    assertThat(link.find()).as(raw).isTrue();

    for (int i = 0; i < 2; i++) {
      LocalSystem.expect(
          200,
          system.post(
              link.group(1),
              "",
              "List-Unsubscribe=One-Click",
              "content-type",
              "application/x-www-form-urlencoded"));
    }

    LocalSystem.until(() -> events(account, "").body().path("head").asLong() == 4);
    JsonNode event = events(account, "?since=3").body().path("events").path(0);
    assertThat(event.path("type").asString()).isEqualTo("email.unsubscribed");
    assertThat(event.path("convId")).isEqualTo(sent.path("convId"));
    assertThat(event.path("data").path("identity").asString()).isEqualTo(account.handle());
    assertThat(event.path("data").path("recipient").asString()).isEqualTo(leaver);
    assertThat(event.path("data").path("by").asString()).isEqualTo("link");
    assertThat(LocalSystem.expect(422, system.send(account, leaver)).body().path("code").asString())
        .isEqualTo("recipient_suppressed");
    LocalSystem.expect(202, system.send(account, "stays@example.com"));
    LocalSystem.until(() -> events(account, "").body().path("head").asLong() >= 7);
    assertThat(texts(events(account, "").body(), "type"))
        .containsOnlyOnce("email.unsubscribed")
        .hasSize(7);
  }

  @Test
  void allReadersSeeTheSameGaplessLogWhileTwentySend() {
    Account account = system.account("growth");
    Account other = system.account("growth");
    int total = SENDERS * 3 * 3;
    List<Callable<List<JsonNode>>> calls = new ArrayList<>();
    for (int i = 0; i < SENDERS; i++) {
      int n = i;
      calls.add(() -> sendThrice(account, n));
    }
    calls.add(() -> sendThrice(other, 99));
    calls.add(() -> follow(account, "?limit=7", total));
    calls.add(() -> follow(account, "?limit=200&timeoutMs=2000", total));

    List<List<JsonNode>> results = LocalSystem.atOnce(calls.size(), calls);

    List<JsonNode> seen = results.getLast();
    assertThat(results.get(calls.size() - 2)).isEqualTo(seen);
    assertThat(seen.stream().map(event -> event.path("seq").asLong()))
        .containsExactlyElementsOf(LongStream.rangeClosed(1, total).boxed().toList());
    assertThat(seen.stream().map(event -> event.path("id").asString())).doesNotHaveDuplicates();
    assertThat(seen.stream().map(event -> event.path("data").path("identity").asString()))
        .containsOnly(account.handle());
    seen.stream()
        .map(event -> event.path("data").path("outboundJobId").asString())
        .distinct()
        .forEach(job ->
            assertThat(
                    seen.stream()
                        .filter(e -> e.path("data").path("outboundJobId").asString().equals(job))
                        .map(e -> e.path("type").asString()))
                .containsExactly("email.queued", "email.sent", "email.delivered"));
    LocalSystem.until(() -> events(other, "").body().path("head").asLong() == 9);
  }

  @Test
  void theThirdRequestOfAKeyThatWantsToWaitIsAnsweredEarly() {
    Account account = system.account("growth");

    List<Answer> answers =
        LocalSystem.atOnce(
            3,
            IntStream.range(0, 3)
                .<Callable<Answer>>mapToObj(_ -> () -> events(account, "?timeoutMs=3000"))
                .toList());

    assertThat(answers).allMatch(answer -> answer.status() == 200);
    assertThat(answers.stream().filter(answer -> !answer.header("retry-after").isEmpty()))
        .hasSize(1);
    assertThat(events(account, "?timeoutMs=300").header("retry-after")).isEmpty();
  }

  private static List<JsonNode> sendThrice(Account account, int number) {
    for (int i = 0; i < 3; i++) {
      LocalSystem.expect(202, system.send(account, "p%d.%d@example.com".formatted(number, i)));
    }
    return List.of();
  }

  private static List<JsonNode> follow(Account account, String query, int total) {
    var seen = new ArrayList<JsonNode>();
    long cursor = 0;
    while (seen.size() < total) {
      JsonNode body = LocalSystem.expect(200, events(account, query + "&since=" + cursor)).body();
      body.path("events").forEach(seen::add);
      cursor = body.path("cursor").asLong();
    }
    return seen;
  }

  private static Answer events(Account account, String query) {
    return system.get("/v1/identities/" + account.handle() + "/events" + query, account.key());
  }

  private static List<String> texts(JsonNode body, String field) {
    return body.path("events").valueStream().map(event -> event.path(field).asString()).toList();
  }
}
