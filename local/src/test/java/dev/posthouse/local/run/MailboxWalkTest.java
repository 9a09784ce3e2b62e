package dev.posthouse.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Self-serve mailboxes as their owners use them, through the whole system.
class MailboxWalkTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final int LOOKS_MAX = 400;

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
  void twoWhoSignedUpWriteToEachOther() throws Exception {
    Mailbox ada = signUp("ada-walk");
    Mailbox bob = signUp("bob-walk");

    JsonNode sent =
        ada.post(
            "/v1/messages/send",
            "{\"to\": \"%s\", \"subject\": \"Hello\", \"text\": \"Are you there?\"}"
                .formatted(bob.address));
    assertThat(sent.path("recipients").path(0).path("route").asString()).isEqualTo("internal");
    JsonNode got = bob.await(message -> message.path("subject").asString().equals("Hello"));
    assertThat(got.path("from").asString()).isEqualTo(ada.address);
    assertThat(got.path("direction").asString()).isEqualTo("inbound");

    bob.post("/v1/messages/" + got.path("id").asString() + "/reply", "{\"text\": \"Yes, I am.\"}");
    JsonNode answer = ada.await(message -> message.path("direction").asString().equals("inbound"));
    assertThat(answer.path("subject").asString()).isEqualTo("Re: Hello");

    JsonNode thread = ada.get("/v1/threads/" + answer.path("convId").asString());
    var snippets = new ArrayList<String>();
    thread.path("messages").forEach(message -> snippets.add(message.path("snippet").asString()));
    assertThat(snippets).containsExactly("Are you there?", "Yes, I am.");
    JsonNode job = ada.get(sent.path("statusCheck").path("outboundJobPath").asString());
    assertThat(job.path("status").asString()).isEqualTo("sent");
    assertThat(job.path("deliveryStatus").asString()).isEqualTo("delivered");
  }

  @Test
  void filesTravelWithAMessage() throws Exception {
    Mailbox ada = signUp("ada-files");
    Mailbox bob = signUp("bob-files");

    ada.post(
        "/v1/messages/send",
        """
        {"to": "%s", "subject": "Plans", "text": "See the file.", "attachments":
          [{"filename": "plan.txt", "contentType": "text/plain", "content": "SGVsbG8sIGZpbGUu"}]}
        """
            .formatted(bob.address));
    JsonNode got = bob.await(message -> message.path("subject").asString().equals("Plans"));
    JsonNode content = bob.get("/v1/messages/" + got.path("id").asString() + "/content");
    JsonNode file = content.path("attachments").path(0);
    assertThat(file.path("filename").asString()).isEqualTo("plan.txt");
    HttpResponse<String> download =
        HTTP.send(
            HttpRequest.newBuilder(URI.create(file.path("downloadUrl").asString())).build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(download.body()).isEqualTo("Hello, file.");
  }

  @Test
  void aFreeTenantWritesInsideOnlyAndOneRefusalStopsNobodyElse() throws Exception {
    Mailbox ada = signUp("ada-mixed");
    Mailbox bob = signUp("bob-mixed");

    HttpResponse<String> outside =
        ada.send(
            "/v1/messages/send",
            "{\"to\": \"someone@example.com\", \"subject\": \"Hi\", \"text\": \"Hi\"}");
    assertThat(outside.statusCode()).isEqualTo(403);
    assertThat(JSON.readTree(outside.body()).path("code").asString())
        .isEqualTo("external_send_not_enabled");

    JsonNode mixed =
        ada.post(
            "/v1/messages/send",
            """
            {"to": ["%s", "someone@example.com"], "subject": "Both", "text": "Hi"}
            """
                .formatted(bob.address));
    var statuses = new ArrayList<String>();
    mixed.path("recipients").forEach(row -> statuses.add(row.path("status").asString()));
    assertThat(statuses).containsExactly("queued", "rejected");
    bob.await(message -> message.path("subject").asString().equals("Both"));
  }

  @Test
  void mailFromOutsideIsReadClassifiedAndAnswered() throws Exception {
    Mailbox ada = signUp("ada-inbound");
    String raw =
        """
        From: =?UTF-8?Q?J=C3=BCrgen?= <juergen@example.org>
        To: <%s>
        Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=
        Message-ID: <first@example.org>
        Content-Type: text/plain; charset=utf-8

        Guten Tag 📮
        """
            .formatted(ada.address)
            .replace("\n", "\r\n");
    inbound(ada.address, raw);

    JsonNode got = ada.await(message -> message.path("subject").asString().equals("Grüße"));
    assertThat(got.path("fromName").asString()).isEqualTo("Jürgen");
    assertThat(got.path("kind").asString()).isEqualTo("human");
    assertThat(got.path("verdicts").path("dkim").asString()).isEqualTo("pass");
    JsonNode content = ada.get("/v1/messages/" + got.path("id").asString() + "/content");
    assertThat(content.path("text").asString()).contains("Guten Tag 📮");
    JsonNode events =
        ada.get("/v1/identities/" + ada.address + "/events?types=email.received&timeoutMs=5000");
    assertThat(events.path("events").path(0).path("type").asString()).isEqualTo("email.received");

    inbound(ada.address, raw);
    inbound(ada.address.replace("@", "+tag@"), raw.replace("first@", "second@"));
    ada.await(message -> message.path("internetMessageId").asString().startsWith("second@"));
    List<JsonNode> all = ada.messages();
    assertThat(all).hasSize(2);
  }

  @Test
  void mailFromABlockedSenderIsNotKept() throws Exception {
    Mailbox ada = signUp("ada-blocks");
    String raw =
        """
        From: <juergen@example.org>
        To: <%s>
        Subject: Again
        Message-ID: <blocked@example.org>
        Content-Type: text/plain; charset=utf-8

        It is me.
        """
            .formatted(ada.address)
            .replace("\n", "\r\n");
    ada.block("[\"Juergen@example.org\"]");
    int before = mailsTaken();
    inbound(ada.address, raw);
    LocalSystem.until(() -> mailsTaken() > before);
    system.advance("PT1M");
    assertThat(ada.messages()).isEmpty();

    ada.block("[]");
    inbound(ada.address, raw.replace("blocked@", "wanted@"));
    JsonNode got = ada.await(message -> message.path("subject").asString().equals("Again"));

    assertThat(got.path("internetMessageId").asString()).startsWith("wanted@");
    assertThat(ada.messages()).hasSize(1);
    JsonNode thread = ada.get("/v1/threads/" + got.path("convId").asString());
    assertThat(thread.path("messages")).hasSize(1);
    JsonNode events =
        ada.get("/v1/identities/" + ada.address + "/events?types=email.received&timeoutMs=5000");
    assertThat(events.path("events")).hasSize(1);
  }

  /// How often the function was called that takes mail from outside in.
  private static int mailsTaken() {
    JsonNode calls = system.get("/_local/meter", "").body().path("routes").path("InboundFunction");
    return calls.path("calls").asInt();
  }

  private static void inbound(String to, String raw) throws Exception {
    HttpResponse<String> taken =
        HTTP.send(
            HttpRequest.newBuilder(
                    system
                        .uri()
                        .resolve(
                            "/_local/mail/inbound?from=juergen@example.org&to="
                                + to.replace("+", "%2B")))
                .POST(BodyPublishers.ofString(raw, StandardCharsets.UTF_8))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(taken.statusCode()).as(taken.body()).isLessThan(300);
  }

  private static Mailbox signUp(String alias) throws Exception {
    HttpResponse<String> answer =
        HTTP.send(
            HttpRequest.newBuilder(system.uri().resolve("/public/signup"))
                .header("content-type", "application/json")
                .POST(
                    BodyPublishers.ofString(
                        """
                        {"mailboxAlias": "%s", "agentName": "Agent", "operatorEmail":
                         "operator@example.com", "productName": "Walk", "useCase": "A test"}
                        """
                            .formatted(alias)))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    JsonNode body = JSON.readTree(answer.body());
    return new Mailbox(body.path("mailboxAddress").asString(), body.path("accessToken").asString());
  }

  private record Mailbox(String address, String token) {
    HttpResponse<String> send(String path, String body) throws Exception {
      return HTTP.send(
          request(path)
              .header("content-type", "application/json")
              .POST(BodyPublishers.ofString(body))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }

    void block(String senders) {
      LocalSystem.expect(
          200,
          system.call(
              "PATCH", "/v1/mailboxes/self", token, "{\"blockedSenders\": %s}".formatted(senders)));
    }

    JsonNode post(String path, String body) throws Exception {
      HttpResponse<String> answer = send(path, body);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
      return JSON.readTree(answer.body());
    }

    JsonNode get(String path) throws Exception {
      HttpResponse<String> answer =
          HTTP.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      return JSON.readTree(answer.body());
    }

    List<JsonNode> messages() throws Exception {
      var messages = new ArrayList<JsonNode>();
      get("/v1/mailboxes/self/messages").path("items").forEach(messages::add);
      return messages;
    }

    JsonNode await(Predicate<JsonNode> wanted) throws Exception {
      for (int look = 0; look < LOOKS_MAX; look++) {
        for (JsonNode message : messages()) {
          if (wanted.test(message)) {
            return message;
          }
        }
        Thread.sleep(25);
      }
      throw new AssertionError("it did not come; there is " + messages());
    }

    private HttpRequest.Builder request(String path) {
      return HttpRequest.newBuilder(system.uri().resolve(path))
          .header("authorization", "Bearer " + token);
    }
  }
}
