package dev.posthouse.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.local.run.LocalSystem.Account;
import dev.posthouse.local.run.LocalSystem.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What was sent is read again, labelled and put away, through the real handlers.
class ReadingTest {
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
  void aConversationIsOpenedLabelledAndArchived() {
    Account account = system.account("growth");
    JsonNode sent = LocalSystem.expect(202, system.send(account, "erin@example.com")).body();
    LocalSystem.expect(202, system.send(account, "frank@example.com"));
    String id = sent.path("convId").asString();

    Answer list = get(account, "?with=erin@example.com");

    assertThat(list.body().path("items").size()).isEqualTo(1);
    assertThat(list.body().path("items").path(0).path("id").asString()).isEqualTo(id);
    LocalSystem.until(() -> get(account, "/" + id).body().path("messages").size() == 1);
    JsonNode message = get(account, "/" + id).body().path("messages").path(0);
    assertThat(message.path("id").asString()).isEqualTo(sent.path("messageId").asString());
    assertThat(message.path("status").asString()).isEqualTo("sent");
    assertThat(message.path("text").asString()).isEqualTo("Good morning.");
    assertThat(message.path("account")).isEqualTo(sent.path("account"));

    Answer changed =
        system.call(
            "PATCH",
            path(account, "/conversations/" + id),
            account.key(),
            Map.of("labels", Map.of("add", "greeted"), "archived", true));

    assertThat(LocalSystem.expect(200, changed).body().path("archived").asBoolean()).isTrue();
    LocalSystem.until(() -> get(account, "?label=greeted").body().path("items").size() == 1);
    LocalSystem.until(() -> get(account, "?archived=false").body().path("items").size() == 1);
    assertThat(
            LocalSystem.expect(200, system.get(path(account, "/labels/stats"), account.key()))
                .response()
                .body())
        .endsWith("\"labels\":[{\"label\":\"greeted\",\"count\":1}]}");
  }

  @Test
  void aMessageIsFoundReadAndDeleted() {
    Account account = system.account("growth");
    LocalSystem.expect(202, system.send(account, "gil@example.com"));
    String list =
        "/v1/mailboxes/self/messages?search=GIL%40&status=sent&identity="
            + URLEncoder.encode(account.handle(), StandardCharsets.UTF_8);
    LocalSystem.until(() -> system.get(list, account.key()).body().path("items").size() == 1);
    String message =
        "/v1/messages/"
            + system.get(list, account.key()).body().path("items").path(0).path("id").asString();

    Answer content = LocalSystem.expect(200, system.get(message + "/content", account.key()));

    assertThat(content.body().path("text").asString()).isEqualTo("Good morning.");
    LocalSystem.expect(404, system.get(message, system.account("starter").key()));
    LocalSystem.expect(204, system.call("DELETE", message, account.key(), ""));
    LocalSystem.expect(404, system.get(message, account.key()));
    LocalSystem.expect(405, system.call("PUT", message, account.key(), "{}"));
  }

  private static Answer get(Account account, String rest) {
    return LocalSystem.expect(
        200, system.get(path(account, "/conversations" + rest), account.key()));
  }

  private static String path(Account account, String rest) {
    return "/v1/identities/" + URLEncoder.encode(account.handle(), StandardCharsets.UTF_8) + rest;
  }
}
