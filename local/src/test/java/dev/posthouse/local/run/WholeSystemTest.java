package dev.posthouse.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.local.run.LocalSystem.Account;
import dev.posthouse.local.run.LocalSystem.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// A send from HTTP to a mail server and back as status, through the real handlers.
class WholeSystemTest {
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
  void aSendBecomesAMailAndThenADeliveredJob() {
    Account account = system.account("growth");

    Answer sent = LocalSystem.expect(202, system.send(account, "bob@example.com"));

    assertThat(sent.body().path("queued").asInt()).isEqualTo(1);
    assertThat(sent.body().path("remaining").asInt()).isEqualTo(299);
    assertThat(sent.body().path("sendClass").asString()).isEqualTo("cold_first_contact");
    assertThat(sent.body().path("affinity").asString()).isEqualTo("new");
    String job = sent.body().path("outboundJobId").asString();
    LocalSystem.until(() ->
        system.job(account, job).body().path("deliveryStatus").asString().equals("delivered"));
    JsonNode view = system.job(account, job).body();
    assertThat(view.path("status").asString()).isEqualTo("sent");
    assertThat(view.path("finalDeliveryState").asString()).isEqualTo("sent");
    JsonNode mail =
        system.mailTo("bob@example.com").stream()
            .filter(item -> system.raw(item.path("id").asString()).contains(job))
            .findFirst()
            .orElseThrow();
    String raw = system.raw(mail.path("id").asString());
    assertThat(raw)
        .contains("Subject: Hello", "Good morning.")
        .contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click");
    assertThat(mail.path("from").asString())
        .isEqualTo(sent.body().path("account").path("email").asString());
  }

  @Test
  void aSecondMessageStaysWithTheMailboxAndTheConversation() {
    Account account = system.account("growth");
    JsonNode first = LocalSystem.expect(202, system.send(account, "carol@example.com")).body();

    JsonNode second = LocalSystem.expect(202, system.send(account, "Carol@Example.com")).body();

    assertThat(second.path("affinity").asString()).isEqualTo("existing");
    assertThat(second.path("account")).isEqualTo(first.path("account"));
    assertThat(second.path("convId")).isEqualTo(first.path("convId"));
    assertThat(second.path("sendClass").asString()).isEqualTo("cold_followup");
  }

  @Test
  void aReplyAnswersInTheThreadAndCarriesNoUnsubscribeHeader() {
    Account account = system.account("growth");
    JsonNode first = LocalSystem.expect(202, system.send(account, "dan@example.com")).body();
    String conversation = first.path("convId").asString();
    LocalSystem.until(() ->
        system
            .job(account, first.path("outboundJobId").asString())
            .body()
            .path("status")
            .asString()
            .equals("sent"));
    String sentId =
        header(
            system.raw(system.mailTo("dan@example.com").getFirst().path("id").asString()),
            "Message-ID");

    // The conversation learns the Message-ID from the stream, a moment after the job is sent.
    LocalSystem.until(() -> header(reply(account, conversation), "References").contains(sentId));

    String raw = reply(account, conversation);
    assertThat(header(raw, "References")).startsWith(sentId);
    assertThat(header(raw, "References")).endsWith(header(raw, "In-Reply-To"));
    assertThat(header(raw, "Subject")).isEqualTo("Re: Hello");
    assertThat(header(raw, "List-Unsubscribe")).isEmpty();
  }

  private static String reply(Account account, String conversation) {
    String body = "{\"convId\":\"%s\",\"text\":\"One more thing.\"}".formatted(conversation);
    String job =
        LocalSystem.expect(202, system.post(LocalSystem.sendPath(account), account.key(), body))
            .body()
            .path("outboundJobId")
            .asString();
    LocalSystem.until(
        () -> system.job(account, job).body().path("status").asString().equals("sent"));
    return system.mailTo("dan@example.com").stream()
        .map(item -> system.raw(item.path("id").asString()))
        .filter(mail -> mail.contains(job))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void severalRecipientsBecomeMessagesOfTheirOwn() {
    Account account = system.account("growth");

    JsonNode sent =
        LocalSystem.expect(
                202,
                system.post(
                    LocalSystem.sendPath(account),
                    account.key(),
                    """
                    {"to":["e1@example.com","not an address","e2@example.com"],
                     "subject":"Hello","html":"<p>Hi</p>","text":"Hi"}
                    """))
            .body();

    assertThat(sent.path("queued").asInt()).isEqualTo(2);
    assertThat(sent.path("rejected").asInt()).isEqualTo(1);
    assertThat(sent.path("results").path(1).path("reason").asString())
        .isEqualTo("invalid_recipient");
    LocalSystem.until(() -> !system.mailTo("e2@example.com").isEmpty());
    String raw = system.raw(system.mailTo("e2@example.com").getFirst().path("id").asString());
    assertThat(raw).contains("multipart/alternative").doesNotContain("e1@example.com");
  }

  @Test
  void aHardBounceSuppressesTheRecipientForTheTenant() {
    Account account = system.account("growth");
    String bouncing = "bounce@simulator.amazonses.com";
    String job =
        LocalSystem.expect(202, system.send(account, bouncing))
            .body()
            .path("outboundJobId")
            .asString();

    LocalSystem.until(
        () -> system.job(account, job).body().path("deliveryStatus").asString().equals("bounced"));

    Answer again = system.send(account, bouncing);
    assertThat(again.status()).isEqualTo(422);
    assertThat(again.body().path("code").asString()).isEqualTo("recipient_suppressed");
  }

  @Test
  void aScheduledMessageWaitsForItsMomentAndCanBeTakenBack() {
    Account account = system.account("growth");
    String tomorrow = system.now().plus(Duration.ofDays(1)).toString();
    String body = "{\"to\":\"%s\",\"subject\":\"Later\",\"text\":\"x\",\"sendAt\":\"%s\"}";
    JsonNode kept =
        LocalSystem.expect(
                202,
                system.post(
                    LocalSystem.sendPath(account),
                    account.key(),
                    body.formatted("later@example.com", tomorrow)))
            .body();
    JsonNode dropped =
        LocalSystem.expect(
                202,
                system.post(
                    LocalSystem.sendPath(account),
                    account.key(),
                    body.formatted("never@example.com", tomorrow)))
            .body();

    String id = dropped.path("outboundJobId").asString();
    assertThat(system.job(account, id).body().path("status").asString()).isEqualTo("scheduled");
    Answer cancelled =
        LocalSystem.expect(
            200, system.post("/v1/outbound-jobs/" + id + "/cancel", account.key(), ""));
    assertThat(cancelled.body().path("finalDeliveryState").asString()).isEqualTo("failed");

    system.advance("P1DT2M");

    assertThat(system.mailTo("later@example.com")).hasSize(1);
    assertThat(system.mailTo("never@example.com")).isEmpty();
    assertThat(
            system
                .job(account, kept.path("outboundJobId").asString())
                .body()
                .path("status")
                .asString())
        .isEqualTo("sent");
  }

  @Test
  void aDryRunNamesThePickAndEveryLoserAndWritesNothing() {
    Account account = system.account("growth");

    Answer preview =
        LocalSystem.expect(
            200,
            system.post(
                LocalSystem.sendPath(account) + "?dryRun=true",
                account.key(),
                "{\"to\":\"f@example.com\",\"subject\":\"s\",\"text\":\"t\"}"));

    assertThat(preview.body().path("status").asString()).isEqualTo("would_queue");
    assertThat(preview.body().path("candidates").size()).isEqualTo(4);
    assertThat(preview.body().path("binding").path("limit").asString()).isEqualTo("daily_cap");
    assertThat(preview.body().path("binding").path("used").asInt()).isZero();
    assertThat(
            LocalSystem.expect(202, system.send(account, "f@example.com"))
                .body()
                .path("remaining")
                .asInt())
        .isEqualTo(299);
  }

  @Test
  void jobsAreListedNewestFirstWithoutSkippingOrRepeating() {
    Account account = system.account("growth");
    Set<String> ids = new TreeSet<>();
    for (int i = 0; i < 7; i++) {
      ids.add(
          LocalSystem.expect(202, system.send(account, "list" + i + "@example.com"))
              .body()
              .path("outboundJobId")
              .asString());
    }
    String path = "/v1/outbound-jobs?limit=3&identity=" + account.handle();
    LocalSystem.until(() -> listed(account, path).size() == 7);
    List<String> listed = listed(account, path);

    assertThat(listed).containsExactlyInAnyOrderElementsOf(ids);
  }

  private static List<String> listed(Account account, String path) {
    var ids = new ArrayList<String>();
    String cursor = "";
    do {
      JsonNode page =
          LocalSystem.expect(
                  200,
                  system.get(path + (cursor.isEmpty() ? "" : "&cursor=" + cursor), account.key()))
              .body();
      page.path("items").forEach(item -> ids.add(item.path("id").asString()));
      cursor = page.path("nextCursor").asString("");
    } while (!cursor.isEmpty());
    return ids;
  }

  /// The value of a header, unfolded; empty if there is none.
  private static String header(String raw, String name) {
    String head = raw.substring(0, raw.indexOf("\r\n\r\n")).replaceAll("\r\n[ \t]+", " ");
    return head.lines()
        .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("");
  }
}
