package dev.posthouse.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.lambda.Json;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The protocol itself, in both of its eras.
class ProtocolTest {
  private static final String VERSION = "io.modelcontextprotocol/protocolVersion";
  private static final String CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";

  private final Agent agent = new Agent();

  @AfterEach
  void close() {
    agent.close();
  }

  @ParameterizedTest
  @CsvSource({
    "2025-11-25, 2025-11-25",
    "2025-06-18, 2025-06-18",
    "2025-03-26, 2025-11-25",
    "2031-01-01, 2025-11-25"
  })
  void aHandshakeAgreesOnARevisionWithoutALookAtTheToken(String asked, String agreed) {
    Agent.Answer answer =
        agent
            .as("mt_live_nonsense")
            .post(
                "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"%s\"}}"
                    .formatted(asked));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().path("id").asString()).isEqualTo("a");
    assertThat(answer.result().path("protocolVersion").asString()).isEqualTo(agreed);
    assertThat(answer.result().path("capabilities").has("tools")).isTrue();
    assertThat(answer.result().path("serverInfo").path("name").asString()).isEqualTo("posthouse");
    assertThat(answer.headers()).doesNotContainKey("mcp-session-id");
  }

  @Test
  void aPingIsAnsweredToAnybody() {
    Agent.Answer answer = agent.as("").post("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"ping\"}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo(Json.mapper().readTree("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}",
        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/unheard_of\",\"params\":{}}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":1,\"message\":\"\"}}"
      })
  void whatNeedsNoAnswerIsTaken(String message) {
    Agent.Answer answer = agent.post(message);

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.body().isMissingNode()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nonsense | -32700",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":2,\"method\":\"ping\"} | -32700",
        "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}] | -32600",
        "[] | -32600",
        "\"ping\" | -32600",
        "{\"id\":1,\"method\":\"ping\"} | -32600",
        "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"ping\"} | -32600",
        "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"} | -32600",
        "{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"ping\"} | -32600",
        "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"ping\"} | -32600",
        "{\"jsonrpc\":\"2.0\",\"id\":1} | -32600",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":3} | -32600",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":[]} | -32600"
      })
  void whatIsNoMessageIsA400(String body, int code) {
    Agent.Answer answer = agent.post(body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo(code);
    assertThat(answer.body().path("id").isNull()).isFalse();
  }

  @Test
  void anErrorNamesTheMessageItIsAbout() {
    assertThat(
            agent
                .post("{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"method\":3}")
                .body()
                .path("id")
                .asString())
        .isEqualTo("x");
  }

  @Test
  void aMethodNobodyKnowsIsTold() {
    Agent.Answer legacy = agent.legacy("resources/list", Json.mapper().createObjectNode());
    Agent.Answer modern = modern("resources/list", "{}", "mcp-method", "resources/list");

    assertThat(legacy.status()).isEqualTo(200);
    assertThat(legacy.error()).isEqualTo(-32601);
    assertThat(modern.status()).isEqualTo(404);
    assertThat(modern.error()).isEqualTo(-32601);
    assertThat(modern("ping", "{}", "mcp-method", "ping").status()).isEqualTo(404);
    assertThat(agent.legacy("server/discover", Json.mapper().createObjectNode()).error())
        .isEqualTo(-32601);
  }

  @Test
  void aServerIsDiscoveredWithoutAHandshake() {
    Agent.Answer answer = modern("server/discover", "{}", "mcp-method", "server/discover");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.result().path("supportedVersions").valueStream().map(JsonNode::asString))
        .containsExactly("2026-07-28", "2025-11-25", "2025-06-18");
    assertThat(answer.result().path("resultType").asString()).isEqualTo("complete");
    assertThat(answer.result().path("cacheScope").asString()).isEqualTo("public");
    assertThat(answer.result().path("_meta").has("io.modelcontextprotocol/serverInfo")).isTrue();
  }

  @Test
  void toolsAreCachedForTheirBearerOnly() {
    JsonNode result = modern("tools/list", "{}", "mcp-method", "tools/list").result();

    assertThat(result.path("cacheScope").asString()).isEqualTo("private");
    assertThat(result.path("ttlMs").asLong()).isPositive();
    assertThat(agent.legacy("tools/list", Json.mapper().createObjectNode()).result().has("ttlMs"))
        .isFalse();
  }

  @Test
  void aHeaderThatDiffersFromTheBodyIsRefused() {
    String call = "{\"name\":\"get_mailbox\"}";

    assertThat(
            modern("tools/call", call, "mcp-method", "tools/call", "mcp-name", "get_mailbox")
                .status())
        .isEqualTo(200);
    assertThat(
            modern(
                    "tools/call",
                    call,
                    "mcp-method",
                    "tools/call",
                    "mcp-name",
                    "=?base64?Z2V0X21haWxib3g=?=")
                .status())
        .isEqualTo(200);
    for (List<String> headers :
        List.of(
            List.of("mcp-method", "tools/call", "mcp-name", "send_email"),
            List.of("mcp-method", "tools/call"),
            List.of("mcp-method", "tools/list", "mcp-name", "get_mailbox"),
            List.of("mcp-method", "TOOLS/CALL", "mcp-name", "get_mailbox"),
            List.of("mcp-method", "tools/call", "mcp-name", "=?base64?!?="),
            List.of("mcp-method", "tools/call", "mcp-name", "=?base64?="),
            List.of("mcp-name", "get_mailbox"))) {
      Agent.Answer answer = modern("tools/call", call, headers.toArray(String[]::new));
      assertThat(answer.status()).as(headers.toString()).isEqualTo(400);
      assertThat(answer.error()).isEqualTo(-32020);
    }
  }

  @Test
  void anEnvelopeThatIsNotCompleteIsRefused() {
    assertThat(enveloped("{\"%s\":{}}".formatted(CAPABILITIES), "2026-07-28").error())
        .isEqualTo(-32602);
    assertThat(enveloped("{\"%s\":\"2026-07-28\"}".formatted(VERSION), "2026-07-28").error())
        .isEqualTo(-32602);
    assertThat(
            enveloped(
                    "{\"%s\":\"2026-07-28\",\"%s\":[]}".formatted(VERSION, CAPABILITIES),
                    "2026-07-28")
                .error())
        .isEqualTo(-32602);
    assertThat(
            enveloped(
                    "{\"%s\":\"2026-07-28\",\"%s\":{}}".formatted(VERSION, CAPABILITIES),
                    "2025-11-25")
                .error())
        .isEqualTo(-32020);
    assertThat(
            enveloped("{\"%s\":\"2026-07-28\",\"%s\":{}}".formatted(VERSION, CAPABILITIES), "")
                .error())
        .isEqualTo(-32020);
    Agent.Answer unknown =
        enveloped(
            "{\"%s\":\"2031-01-01\",\"%s\":{}}".formatted(VERSION, CAPABILITIES), "2031-01-01");
    assertThat(unknown.status()).isEqualTo(400);
    assertThat(unknown.error()).isEqualTo(-32022);
    assertThat(unknown.body().path("error").path("data").path("requested").asString())
        .isEqualTo("2031-01-01");
    assertThat(unknown.body().path("error").path("data").path("supported")).hasSize(3);
  }

  private Agent.Answer enveloped(String meta, String header) {
    String body =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"server/discover\",\"params\":{\"_meta\":%s}}"
            .formatted(meta);
    return header.isEmpty()
        ? agent.post(body, "mcp-method", "server/discover")
        : agent.post(body, "mcp-method", "server/discover", "mcp-protocol-version", header);
  }

  @Test
  void aLegacyHeaderOfARevisionNobodyKnowsIsRefused() {
    Agent.Answer answer =
        agent.post(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}",
            "mcp-protocol-version",
            "2024-11-05");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo(-32022);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "DELETE", "PUT"})
  void thereAreNoStreamsAndNoSessions(String method) {
    Agent.Answer answer = agent.request(method, "");

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.headers()).containsEntry("allow", "POST");
  }

  @Test
  void onlyJsonIsTaken() {
    assertThat(agent.post("{}", "content-type", "text/plain").status()).isEqualTo(415);
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost:6274, 200",
    "http://127.0.0.1, 200",
    "'http://[::1]:80', 200",
    "https://abc.execute-api.example.com, 200",
    "https://mail.example.com, 200",
    "https://evil.example.com, 403",
    "http://abc.execute-api.example.com, 403",
    "https://mail.example.com.evil.example, 403",
    "http://localhost.evil.example, 403",
    "https://, 403",
    "null, 403"
  })
  void pagesOfOtherOriginsAreRefused(String origin, int status) {
    Agent.Answer answer =
        agent.post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}", "origin", origin);

    assertThat(answer.status()).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tools/list", "tools/call"})
  void toolsNeedATokenThatIsKnown(String method) {
    for (String token : List.of("", "mt_live_nonsense")) {
      Agent.Answer answer = agent.as(token).legacy(method, Json.mapper().createObjectNode());
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.headers()).containsEntry("www-authenticate", "Bearer");
      assertThat(answer.body().path("fix").asString()).isNotEmpty();
    }
  }

  private Agent.Answer modern(String method, String params, String... headers) {
    ObjectNode body = Json.mapper().createObjectNode();
    body.put("jsonrpc", "2.0").put("id", 1).put("method", method);
    ObjectNode asked = (ObjectNode) Json.mapper().readTree(params);
    asked.putObject("_meta").put(VERSION, "2026-07-28").putObject(CAPABILITIES);
    body.set("params", asked);
    var all = new ArrayList<>(List.of(headers));
    all.addAll(List.of("mcp-protocol-version", "2026-07-28"));
    return agent.post(body.toString(), all.toArray(String[]::new));
  }
}
