package dev.posthouse.local.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An agent's session with the official client, which holds each result against its schema.
class McpSessionTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

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
  void anAgentReadsWritesAndAnswers() {
    Mailbox ada = signUp("ada-agent");
    Mailbox bob = signUp("bob-agent");
    try (McpSyncClient adas = session(ada);
        McpSyncClient bobs = session(bob)) {
      assertThat(adas.listTools().tools())
          .extracting(Tool::name)
          .containsExactly(
              "list_messages",
              "get_message",
              "get_thread",
              "get_attachment",
              "send_email",
              "reply_to_message",
              "get_outbound_job",
              "get_mailbox",
              "list_events",
              "get_limits");

      assertThat(call(adas, "get_mailbox", Map.of()).path("address").asString())
          .isEqualTo(ada.address);
      Map<String, Object> mail =
          Map.of("to", bob.address, "subject", "Lunch?", "text", "At noon? 📮");
      JsonNode sent = call(adas, "send_email", mail);
      JsonNode again = call(adas, "send_email", mail);
      assertThat(sent.path("replayed").asBoolean()).isFalse();
      assertThat(again.path("replayed").asBoolean()).isTrue();
      assertThat(again.path("note").asString()).contains("idempotencyKey");
      assertThat(again.path("messageId")).isEqualTo(sent.path("messageId"));

      JsonNode got = await(bobs, "Lunch?");
      JsonNode read = call(bobs, "get_message", Map.of("messageId", got.path("id").asString()));
      assertThat(read.path("body").asString()).contains("At noon? 📮");
      JsonNode reply =
          call(
              bobs,
              "reply_to_message",
              Map.of("messageId", got.path("id").asString(), "text", "Gladly."));
      assertThat(reply.path("recipients").path(0).path("address").asString())
          .isEqualTo(ada.address);

      JsonNode answer = await(adas, "Re: Lunch?");
      JsonNode thread =
          call(adas, "get_thread", Map.of("threadId", answer.path("threadId").asString()));
      assertThat(
              StreamSupport.stream(thread.path("messages").spliterator(), false)
                  .map(message -> message.path("direction").asString()))
          .containsExactly("outbound", "inbound");
      JsonNode job =
          call(
              adas,
              "get_outbound_job",
              Map.of("outboundJobId", sent.path("outboundJobId").asString()));
      assertThat(job.path("status").asString()).isEqualTo("sent");
      JsonNode events = call(adas, "list_events", Map.of("waitSeconds", 1));
      assertThat(events.path("events")).isNotEmpty();
      assertThat(
              call(adas, "get_limits", Map.of()).path("external").path("unlocked").asBoolean(true))
          .isFalse();

      assertThat(call(bobs, "list_messages", Map.of("search", "Lunch")).path("messages"))
          .hasSize(2);
    }
  }

  @Test
  void theSameTextIsSentOnceMoreWithAKeyOfItsOwn() {
    Mailbox ada = signUp("ada-twice");
    Mailbox bob = signUp("bob-twice");
    try (McpSyncClient adas = session(ada);
        McpSyncClient bobs = session(bob)) {
      var mail = new TreeMap<String, Object>();
      mail.put("to", List.of(bob.address));
      mail.put("subject", "Report");
      mail.put("text", "All is well.");
      call(adas, "send_email", mail);
      mail.put("idempotencyKey", "tuesday");
      assertThat(call(adas, "send_email", mail).path("replayed").asBoolean()).isFalse();
      assertThat(call(adas, "send_email", mail).path("replayed").asBoolean()).isTrue();
      LocalSystem.until(() ->
          call(bobs, "list_messages", Map.of("search", "report")).path("messages").size() == 2);

      mail.put("text", "All is lost.");
      assertThat(refused(adas, "send_email", mail)).startsWith("idempotency_conflict: ");
    }
  }

  @Test
  void whatIsRefusedSaysWhatToDoNext() {
    Mailbox ada = signUp("ada-refused");
    try (McpSyncClient client = session(ada)) {
      assertThat(
              refused(
                  client,
                  "send_email",
                  Map.of("to", "someone@example.com", "subject", "Hi", "text", "Hi")))
          .startsWith("external_send_not_enabled: ")
          .contains(" Next: Buy credits");
      assertThat(refused(client, "send_email", Map.of("to", ada.address, "subject", "Hi")))
          .startsWith("missing_field: ")
          .contains("text");
      assertThat(
              refused(
                  client, "send_email", Map.of("to", ada.address, "subject", "Hi", "body", "x")))
          .startsWith("invalid_arguments: body is not known here.");
      assertThat(refused(client, "get_message", Map.of("messageId", "msg_nothing")))
          .startsWith("not_found: ");
      assertThat(refused(client, "get_message", Map.of("messageId", "../tenants")))
          .startsWith("not_found: ");
    }
  }

  @Test
  void aLargeThreadFitsIntoWhatWasAskedFor() {
    Mailbox ada = signUp("ada-thread");
    String line = "A line with \"quotes\", a \\ and ünïcode that takes its room.\r\n";
    try (McpSyncClient client = session(ada)) {
      for (int i = 1; i <= 20; i++) {
        int expected = i;
        inbound(ada, "Part " + i, line.repeat(1_700));
        LocalSystem.until(() ->
            call(client, "list_messages", Map.of("limit", 50)).path("messages").size() == expected);
      }
      JsonNode any = call(client, "list_messages", Map.of("limit", 1)).path("messages").path(0);
      String thread = any.path("threadId").asString();
      JsonNode newest =
          call(client, "get_thread", Map.of("threadId", thread, "limit", 1))
              .path("messages")
              .path(0);
      for (int maxChars : List.of(3_000, 20_000, 60_000)) {
        JsonNode page =
            call(client, "get_thread", Map.of("threadId", thread, "maxChars", maxChars));
        assertThat(page.toString().length()).isBetween(maxChars / 2, maxChars);
        assertThat(page.path("clipped").asBoolean()).isTrue();
        assertThat(page.path("messages").path(page.path("messages").size() - 1).path("id"))
            .isEqualTo(newest.path("id"));
      }
      assertThat(readBack(client, newest.path("id").asString()))
          .isEqualTo(line.repeat(1_700).strip().replace("\r\n", "\n"));
      assertThat(pages(client, thread)).hasSize(20);
    }
  }

  private static String readBack(McpSyncClient client, String id) {
    var text = new StringBuilder();
    JsonNode part;
    do {
      part =
          call(
              client,
              "get_message",
              Map.of("messageId", id, "maxChars", 30_000, "offset", text.length()));
      assertThat(part.toString().length()).isLessThanOrEqualTo(30_000);
      String body = part.path("body").asString();
      text.append(body, body.indexOf('\n') + 1, body.lastIndexOf('\n'));
    } while (part.has("nextOffset"));
    return text.toString().strip().replace("\r\n", "\n");
  }

  private static Set<String> pages(McpSyncClient client, String thread) {
    var seen = new TreeSet<String>();
    Map<String, Object> arguments = new TreeMap<>(Map.of("threadId", thread, "limit", 7));
    JsonNode page;
    do {
      page = call(client, "get_thread", arguments);
      for (JsonNode message : page.path("messages")) {
        assertThat(seen.add(message.path("id").asString())).isTrue();
      }
      arguments.put("before", page.path("before").asString(""));
    } while (page.has("before"));
    return seen;
  }

  @Test
  void aFileIsHadByLinkAndTextAlsoAsText() {
    Mailbox ada = signUp("ada-file");
    Mailbox bob = signUp("bob-file");
    try (McpSyncClient adas = session(ada);
        McpSyncClient bobs = session(bob)) {
      call(
          adas,
          "send_email",
          Map.of(
              "to",
              bob.address,
              "subject",
              "Plans",
              "text",
              "See the file.",
              "attachments",
              List.of(
                  Map.of(
                      "filename", "plan.txt",
                      "contentType", "text/plain",
                      "content", "SGVsbG8sIGZpbGUu"))));
      JsonNode got = await(bobs, "Plans");
      JsonNode message = call(bobs, "get_message", Map.of("messageId", got.path("id").asString()));
      String id = message.path("attachments").path(0).path("id").asString();
      JsonNode file = call(bobs, "get_attachment", Map.of("attachmentId", id));
      assertThat(file.path("filename").asString()).isEqualTo("plan.txt");
      assertThat(file.path("text").asString()).contains("Hello, file.");
      assertThat(get(file.path("downloadUrl").asString()).body()).isEqualTo("Hello, file.");
    }
  }

  @Test
  void aTenantsKeyNamesTheIdentityItActsFor() {
    LocalSystem.Account account = system.account("starter");
    try (McpSyncClient client = session(new Mailbox(account.handle(), account.key()))) {
      assertThat(refused(client, "list_messages", Map.of())).startsWith("missing_field: identity");
      JsonNode sent =
          call(
              client,
              "send_email",
              Map.of(
                  "identity", account.handle(),
                  "to", "alice@example.com",
                  "subject", "Hi",
                  "text", "Hi"));
      assertThat(sent.path("status").asString()).isEqualTo("queued");
      LocalSystem.until(() -> !system.mailTo("alice@example.com").isEmpty());
    }
  }

  @Test
  void aTokenThatIsUnknownGetsA401ThatSaysSo() throws Exception {
    HttpResponse<String> answer = list("Bearer mt_live_nonsense");

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("www-authenticate")).contains("Bearer");
    assertThat(answer.body()).contains("\"fix\"");
    assertThatThrownBy(() -> session(new Mailbox("", "mt_live_nonsense")).listTools()).isNotNull();
  }

  @Test
  void theHostsAreSetUpAsTheHandbookSays() throws Exception {
    Mailbox ada = signUp("ada-hosts");
    String handbook = Files.readString(LocalSystem.home().resolve("docs/mcp.md"));
    int servers = 0;
    for (String block : blocks(handbook, "json")) {
      for (JsonNode server : JSON.readTree(block).findValues("posthouse")) {
        if (server.has("url")) {
          assertThat(URI.create(server.path("url").asString()).getPath()).isEqualTo("/mcp");
          String header = server.path("headers").path("Authorization").asString();
          assertThat(list(header.replaceAll("\\$\\{[^}]*}", ada.token)).statusCode())
              .isEqualTo(200);
          servers++;
        }
      }
    }
    assertThat(servers).isEqualTo(3);
  }

  @Test
  void theRequestOfTheHandbookListsTheTools() throws Exception {
    Mailbox ada = signUp("ada-curl");
    String handbook = Files.readString(LocalSystem.home().resolve("docs/mcp.md"));
    String curl = blocks(handbook, "").getFirst();
    var shell = new ProcessBuilder("sh", "-c", "command -v curl >/dev/null || exit 77; " + curl);
    shell.environment().putAll(Map.of("URL", system.uri().toString(), "TOKEN", ada.token));
    Process process = shell.start();
    String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assumeThat(process.waitFor()).as("there is no curl").isNotEqualTo(77);

    assertThat(JSON.readTree(answer).path("result").path("tools")).hasSize(10);
  }

  private static List<String> blocks(String markdown, String language) {
    return Pattern.compile("(?s)\n```" + language + "\n(.*?)\n```\n")
        .matcher(markdown)
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  private static HttpResponse<String> list(String authorization) throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(system.uri().resolve("/mcp"))
            .header("content-type", "application/json")
            .header("authorization", authorization)
            .POST(
                BodyPublishers.ofString("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}"))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static McpSyncClient session(Mailbox mailbox) {
    var transport =
        HttpClientStreamableHttpTransport.builder(system.uri().toString())
            .endpoint("/mcp")
            .requestBuilder(
                HttpRequest.newBuilder().header("Authorization", "Bearer " + mailbox.token))
            .build();
    McpSyncClient client = McpClient.sync(transport).enableCallToolSchemaCaching(true).build();
    client.initialize();
    return client;
  }

  private static JsonNode call(McpSyncClient client, String tool, Map<String, Object> arguments) {
    CallToolResult result =
        client.callTool(CallToolRequest.builder(tool).arguments(arguments).build());
    String text = ((TextContent) result.content().getFirst()).text();
    if (Boolean.TRUE.equals(result.isError())) {
      throw new AssertionError(text);
    }
    JsonNode structured = JSON.valueToTree(result.structuredContent());
    assertThat(JSON.readTree(text)).isEqualTo(structured);
    return structured;
  }

  private static String refused(McpSyncClient client, String tool, Map<String, Object> arguments) {
    CallToolResult result =
        client.callTool(CallToolRequest.builder(tool).arguments(arguments).build());
    assertThat(result.isError()).isTrue();
    assertThat(result.structuredContent()).isNull();
    return ((TextContent) result.content().getFirst()).text();
  }

  private static JsonNode await(McpSyncClient client, String subject) {
    var found = new JsonNode[1];
    LocalSystem.until(() -> {
      for (JsonNode message :
          call(client, "list_messages", Map.of("direction", "inbound")).path("messages")) {
        if (message.path("subject").asString().equals(subject)) {
          found[0] = message;
          return true;
        }
      }
      return false;
    });
    return found[0];
  }

  private static void inbound(Mailbox to, String subject, String body) {
    String raw =
        String.join(
            "\r\n",
            "From: Carl <carl@example.org>",
            "To: <" + to.address + ">",
            "Subject: " + subject,
            "Message-ID: <" + subject.replace(' ', '-') + "@example.org>",
            "Content-Type: text/plain; charset=utf-8",
            "",
            body);
    LocalSystem.Answer answer =
        system.call("POST", "/_local/mail/inbound?from=carl@example.org&to=" + to.address, "", raw);
    assertThat(answer.status()).isLessThan(300);
  }

  private static HttpResponse<String> get(String uri) {
    try {
      return HTTP.send(
          HttpRequest.newBuilder(URI.create(uri)).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Mailbox signUp(String alias) {
    JsonNode body =
        LocalSystem.expect(
                201,
                system.post(
                    "/public/signup",
                    "none",
                    """
                    {"mailboxAlias": "%s", "agentName": "Agent", "operatorEmail":
                     "operator@example.com", "productName": "Walk", "useCase": "A test"}
                    """
                        .formatted(alias)))
            .body();
    return new Mailbox(body.path("mailboxAddress").asString(), body.path("accessToken").asString());
  }

  private record Mailbox(String address, String token) {}
}
