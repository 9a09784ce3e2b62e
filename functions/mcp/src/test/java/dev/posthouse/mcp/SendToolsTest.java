package dev.posthouse.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.tenant.KeyLimits;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.lambda.Json;
import dev.posthouse.lambda.Problem;
import dev.posthouse.lambda.ProblemCode;
import java.net.http.HttpClient;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Sends that agents and hosts repeat.
class SendToolsTest {
  private static final String TAKEN =
      """
      {"messageId":"msg_1","convId":"conv_1","outboundJobId":"job_1","status":"queued",
       "account":{"id":"mbx_1","email":"ada@post.example"},"dispatchAtIso":"2031-05-14T12:00:00.000Z",
       "recipients":[{"address":"bob@example.com","route":"external","status":"queued","outboundJobId":"job_1"}]}
      """;

  private static final String KEY = "idempotencyKey";

  private final Agent agent = new Agent();

  @AfterEach
  void close() {
    agent.close();
  }

  private String keyOf(String tool, Object arguments) {
    agent.call(tool, arguments);
    return agent.api.asked.getLast().headers().getOrDefault("idempotency-key", "");
  }

  @Test
  void theSameCallHasTheSameKeyHoweverItIsWritten() {
    agent.api.on("POST /v1/", 202, TAKEN);
    String key =
        keyOf(
            "send_email",
            Json.mapper()
                .readTree("{\"to\":\"bob@example.com\",\"subject\":\"Hi\",\"text\":\"Hi\"}"));

    assertThat(key).startsWith("mcp-").hasSizeLessThanOrEqualTo(255);
    assertThat(
            keyOf(
                "send_email",
                Json.mapper()
                    .readTree(
                        "{\"text\":\"Hi\",\"cc\":null,\"subject\":\"Hi\",\"to\":[\"bob@example.com\"]}")))
        .isEqualTo(key);
  }

  @Test
  void anotherCallHasAnotherKey() {
    agent.api.on("POST /v1/", 202, TAKEN);
    Map<String, Object> mail = Map.of("to", "bob@example.com", "subject", "Hi", "text", "Hi");
    String key = keyOf("send_email", mail);

    assertThat(keyOf("send_email", Map.of("to", "bob@example.com", "subject", "Hi", "text", "Ho")))
        .isNotEqualTo(key);
    String reply = keyOf("reply_to_message", Map.of("messageId", "msg_1", "text", "Hi"));
    assertThat(reply)
        .isNotEqualTo(keyOf("reply_to_message", Map.of("messageId", "msg_2", "text", "Hi")));
    agent.as(agent.token(KeyLimits.of(agent.roster.identity()), EnumSet.allOf(Scope.class)));
    assertThat(keyOf("send_email", mail)).isNotEqualTo(key);
  }

  @Test
  void aKeyOfTheCallersOwnIsPassedOnAndLeftOutOfTheBody() {
    agent.api.on("POST /v1/", 202, TAKEN);

    assertThat(
            keyOf(
                "send_email",
                Map.of(
                    "to",
                    "bob@example.com",
                    "subject",
                    "Hi",
                    "text",
                    "Hi",
                    "idempotencyKey",
                    "k-1")))
        .isEqualTo("k-1");
    assertThat(agent.api.asked.getLast().body().has("idempotencyKey")).isFalse();
  }

  /// In a header `é` and `è` are both `?`, and outer spaces are cut.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "é", "è", "中", "📮", "a\u0000", "a\nb", "a\n", "\u007f", "", " a ", " a", "a ", " "
      })
  void aKeyThatAHeaderWouldChangeIsRefused(String key) {
    agent.api.on("POST /v1/", 202, TAKEN);

    for (String refused :
        List.of(
            agent.refused(
                "send_email", Map.of("to", "a@b.example", "subject", "Hi", "text", "Hi", KEY, key)),
            agent.refused(
                "reply_to_message", Map.of("messageId", "msg_1", "text", "Hi", KEY, key)))) {
      assertThat(refused).startsWith("invalid_arguments: idempotencyKey has 1 to 255 printable");
    }
    assertThat(agent.api.asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 254, 255, 256})
  void aKeyHasAsManyCharactersAsTheApiTakes(int length) {
    agent.api.on("POST /v1/", 202, TAKEN);

    JsonNode answer =
        agent.call(
            "reply_to_message",
            Map.of("messageId", "msg_1", "text", "Hi", KEY, "~".repeat(length)));

    assertThat(answer.path("isError").asBoolean(false)).isEqualTo(length > 255);
  }

  @Test
  void aReplayIsToldFromAFirstSend() {
    Map<String, Object> mail = Map.of("to", "bob@example.com", "subject", "Hi", "text", "Hi");
    agent.api.on("POST /v1/", 202, TAKEN);
    JsonNode first = agent.call("send_email", mail).path("structuredContent");
    agent.api.on("POST /v1/", 202, TAKEN, Map.of("idempotent-replayed", "true"));
    JsonNode again = agent.call("send_email", mail).path("structuredContent");

    assertThat(first.path("replayed").asBoolean(true)).isFalse();
    assertThat(first.has("note")).isFalse();
    assertThat(again.path("replayed").asBoolean(false)).isTrue();
    assertThat(again.path("note").asString()).contains("new idempotencyKey");
  }

  @Test
  void aConnectionThatDiesIsTriedAgainUnderTheSameKey() {
    agent.api.on("POST /v1/", 202, TAKEN);
    agent.api.drop(1);

    JsonNode result =
        agent.call("send_email", Map.of("to", "bob@example.com", "subject", "Hi", "text", "Hi"));

    assertThat(result.path("structuredContent").path("status").asString()).isEqualTo("queued");
    assertThat(agent.api.asked).hasSize(2);
    assertThat(
            agent.api.asked.stream()
                .map(asked -> asked.headers().get("idempotency-key"))
                .distinct())
        .hasSize(1);
  }

  @Test
  void anApiThatIsGoneIsSaidSo() {
    agent.api.drop(9);

    assertThat(agent.refused("get_message", Map.of("messageId", "msg_1")))
        .isEqualTo(
            "unavailable: The API did not answer in time."
                + " Next: Call again with the same arguments; a send is not done twice.");
  }

  @Test
  void aGatewaysOwnErrorIsSaidSo() {
    agent.api.on("POST /v1/", 503, "<html>Service Unavailable</html>");

    assertThat(agent.refused("reply_to_message", Map.of("messageId", "msg_1", "text", "Hi")))
        .startsWith("unavailable: The API answered with status 503.");
  }

  @Test
  void aProblemComesWithItsFieldsItsLimitAndItsFix() {
    agent.api.on(
        "POST /v1/",
        429,
        """
        {"code":"daily_quota_exceeded","detail":"10 of 10 are used.","fix":"Wait, or upgrade.",
         "errors":[{"field":"to[1]","code":"invalid_field","message":"is no address"}],
         "binding":{"limit":"day","used":10,"cap":10,"resetsAt":"2031-05-15T12:00:00.000Z"}}
        """);

    assertThat(agent.refused("reply_to_message", Map.of("messageId", "msg_1", "text", "Hi")))
        .isEqualTo(
            "daily_quota_exceeded: 10 of 10 are used. (to[1] is no address) (day: 10 of 10 used)"
                + " Next: Wait, or upgrade. There is room at 2031-05-15T12:00:00.000Z.");
  }

  /// A model sees the text, and not the members of the problem that a fix speaks of.
  @Test
  void aFixNamesFieldsAndTimesAndNotMembersOfTheProblem() {
    for (ProblemCode code :
        List.of(ProblemCode.INVALID_FIELD, ProblemCode.UNKNOWN_FIELD, ProblemCode.MISSING_FIELD)) {
      Problem problem =
          Problem.of(code, "No.")
              .withError("sendAt", code, "is at most 30 days ahead")
              .withError("attachments[1].content", code, "is base64");
      assertThat(told(problem)).contains("sendAt, attachments[1].content.").doesNotContain("`");
    }
    for (ProblemCode code : List.of(ProblemCode.CAP_EXCEEDED, ProblemCode.HOURLY_QUOTA_EXCEEDED)) {
      var binding = new Problem.Binding("day", 10, 10, Instant.parse("2031-05-15T12:00:00Z"));
      assertThat(told(Problem.of(code, "No.").withBinding(binding)))
          .contains("Next: Wait for 2031-05-15T12:00:00.000Z, or")
          .doesNotContain("`", "There is room");
    }
  }

  private String told(Problem problem) {
    var body = new LinkedHashMap<String, Object>();
    body.put("code", problem.code().code());
    body.put("detail", problem.detail());
    body.put("fix", problem.fix());
    body.put("errors", problem.errors());
    body.put("binding", problem.binding());
    agent.api.on("POST /v1/", problem.status(), Json.encode(body));
    return agent.refused("reply_to_message", Map.of("messageId", "msg_1", "text", "Hi"));
  }

  @Test
  void aTokenThatWasJustRevokedIsA401() {
    agent.api.on(
        "POST /v1/", 401, "{\"code\":\"invalid_token\",\"detail\":\"This key was revoked.\"}");
    ObjectNode params = Json.mapper().createObjectNode().put("name", "reply_to_message");
    params.putObject("arguments").put("messageId", "msg_1").put("text", "Hi");

    assertThat(agent.legacy("tools/call", params).status()).isEqualTo(401);
  }

  @Test
  void theTokenGoesToTheHostTheGatewayNamesAndNowhereElse() {
    var apis = new Apis(HttpClient.newHttpClient(), Optional.empty());

    assertThat(apis.of("abc.execute-api.example.com", "mt_live_x"))
        .isInstanceOfSatisfying(
            HttpApi.class,
            api -> assertThat(api.base()).hasToString("https://abc.execute-api.example.com"));
  }

  @Test
  void aPoolsIdentityWritesToEachByItself() {
    agent.api.on(
        "POST /v1/identities/",
        202,
        "{\"results\":["
            + TAKEN.replaceAll("\"recipients.*]}", "\"to\":\"bob@example.com\"}")
            + "]}");
    JsonNode sent =
        agent
            .call("send_email", Map.of("to", "bob@example.com", "subject", "Hi", "text", "Hi"))
            .path("structuredContent");

    assertThat(sent.path("messageId").asString()).isEqualTo("msg_1");
    assertThat(sent.path("recipients").path(0).path("address").asString())
        .isEqualTo("bob@example.com");
    assertThat(
            agent.refused(
                "send_email",
                Map.of(
                    "to",
                    "a@example.com",
                    "cc",
                    List.of("b@example.com"),
                    "subject",
                    "Hi",
                    "text",
                    "Hi")))
        .contains("without cc");
  }
}
