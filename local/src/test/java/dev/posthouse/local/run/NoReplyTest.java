package dev.posthouse.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.local.run.LocalSystem.Account;
import dev.posthouse.local.run.LocalSystem.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Pace and waits for answers, through the whole system and its clock.
class NoReplyTest {
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
  void whoDoesNotAnswerInTimeIsToldOfOnce() {
    Account account = system.account("growth");
    String conversation = send(account, "quiet@example.com", "1h").path("convId").asString();
    until(account, conversation, "noReplyAt");

    system.advance("PT59M");
    assertThat(noReplies(account)).isEmpty();
    system.advance("PT2M");
    LocalSystem.until(() -> noReplies(account).size() == 1);
    system.advance("PT3H");

    assertThat(noReplies(account)).hasSize(1);
    JsonNode event = noReplies(account).getFirst();
    assertThat(event.path("convId").asString()).isEqualTo(conversation);
    assertThat(event.path("data").path("identity").asString()).isEqualTo(account.handle());
    assertThat(event.path("data").path("recipient").asString()).isEqualTo("quiet@example.com");
    assertThat(event.path("data").path("waitedMs").asLong())
        .isBetween(Duration.ofHours(1).toMillis(), Duration.ofMinutes(63).toMillis());
    JsonNode shown = conversation(account, conversation);
    assertThat(shown.path("noReplyAt").isNull()).isTrue();
    assertThat(shown.path("lastNoReplyAt").asLong()).isEqualTo(event.path("ts").asLong());
    List<String> types = new ArrayList<>();
    shown.path("events").forEach(entry -> types.add(entry.path("type").asString()));
    assertThat(types).containsExactly("message", "no_reply_expired");
  }

  @Test
  void whoAnswersInTimeIsNotToldOf() {
    Account account = system.account("growth");
    JsonNode sent = send(account, "kind@example.com", "1h");
    String conversation = sent.path("convId").asString();
    until(account, conversation, "noReplyAt");

    receive("kind@example.com", sent.path("account").path("email").asString());
    LocalSystem.until(() -> conversation(account, conversation).path("noReplyAt").isNull());
    system.advance("PT2H");

    assertThat(noReplies(account)).isEmpty();
  }

  @Test
  void coldMailKeepsItsDistanceAndTheRestGoesAtOnce() {
    Account account = system.account("growth");
    LocalSystem.expect(
        200,
        system.call(
            "PATCH",
            path(account, ""),
            account.key(),
            "{\"pacing\":{\"dripMinGapSeconds\":600,\"timeZone\":\"Europe/Berlin\"}}"));

    Answer answer =
        LocalSystem.expect(
            202,
            system.post(
                LocalSystem.sendPath(account),
                account.key(),
                "{\"to\":[\"c1@example.com\",\"c2@example.com\",\"c3@example.com\"],"
                    + "\"subject\":\"Hello\",\"text\":\"Good morning.\"}"));

    List<Instant> places = new ArrayList<>();
    answer
        .body()
        .path("results")
        .forEach(row -> places.add(Instant.parse(row.path("dispatchAtIso").asString())));
    assertThat(Duration.between(places.get(0), places.get(1))).isEqualTo(Duration.ofMinutes(10));
    assertThat(Duration.between(places.get(1), places.get(2))).isEqualTo(Duration.ofMinutes(10));
    LocalSystem.until(() -> system.mailTo("c1@example.com").size() == 1);
    assertThat(system.mailTo("c2@example.com")).isEmpty();
    system.advance("PT11M");
    LocalSystem.until(() -> system.mailTo("c2@example.com").size() == 1);
    assertThat(system.mailTo("c3@example.com")).isEmpty();
    system.advance("PT11M");
    LocalSystem.until(() -> system.mailTo("c3@example.com").size() == 1);
  }

  private static void until(Account account, String conversation, String field) {
    LocalSystem.until(() -> !conversation(account, conversation).path(field).isNull());
  }

  private static JsonNode send(Account account, String to, String noReplyEventAfter) {
    return LocalSystem.expect(
            202,
            system.post(
                LocalSystem.sendPath(account),
                account.key(),
                ("{\"to\":\"%s\",\"subject\":\"Hello\",\"text\":\"Good morning.\","
                        + "\"noReplyEventAfter\":\"%s\"}")
                    .formatted(to, noReplyEventAfter)))
        .body();
  }

  private static void receive(String from, String to) {
    LocalSystem.expect(
        202,
        system.post(
            "/_local/mail/inbound?from=" + from + "&to=" + to,
            "",
            "From: %s\r\nTo: %s\r\nSubject: Re: Hello\r\nMessage-ID: <r@example.com>\r\n\r\nYes."
                .formatted(from, to)));
  }

  private static JsonNode conversation(Account account, String id) {
    return LocalSystem.expect(200, system.get(path(account, "/conversations/" + id), account.key()))
        .body();
  }

  private static List<JsonNode> noReplies(Account account) {
    var events = new ArrayList<JsonNode>();
    LocalSystem.expect(
            200, system.get(path(account, "/events?types=email.no_reply"), account.key()))
        .body()
        .path("events")
        .forEach(events::add);
    return events;
  }

  private static String path(Account account, String rest) {
    return "/v1/identities/" + URLEncoder.encode(account.handle(), StandardCharsets.UTF_8) + rest;
  }
}
