package dev.posthouse.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.EncodingType;
import dev.posthouse.domain.tenant.KeyLimits;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.lambda.Json;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The list of tools as a host shows it to a model.
class ToolListTest {
  /// What ten tools may take of a model's attention.
  private static final int TOKENS_MAX = 1_500;

  private final Agent agent = new Agent();

  @AfterEach
  void close() {
    agent.close();
  }

  private List<JsonNode> tools() {
    return agent
        .legacy("tools/list", Json.mapper().createObjectNode())
        .result()
        .path("tools")
        .valueStream()
        .toList();
  }

  private static List<String> names(List<JsonNode> tools) {
    return tools.stream().map(tool -> tool.path("name").asString()).toList();
  }

  @Test
  void theListIsShortEnoughForAPrompt() {
    assertThat(tokens(tools())).isBetween(500, TOKENS_MAX);
    agent.as(agent.token(KeyLimits.NONE, EnumSet.allOf(Scope.class)));
    assertThat(tokens(tools())).isBetween(500, TOKENS_MAX);
  }

  /// What a host usually puts there: name, description and input.
  private static int tokens(List<JsonNode> tools) {
    var prompt = Json.mapper().createArrayNode();
    for (JsonNode tool : tools) {
      ObjectNode shown = prompt.addObject();
      shown.set("name", tool.path("name"));
      shown.set("description", tool.path("description"));
      shown.set("inputSchema", tool.path("inputSchema"));
    }
    return Encodings.newLazyEncodingRegistry()
        .getEncoding(EncodingType.O200K_BASE)
        .countTokens(prompt.toString());
  }

  @Test
  void aTokenSeesWhatItsScopesAllow() {
    agent.as(agent.token(KeyLimits.of(agent.roster.identity()), Set.of(Scope.MAIL_SEND)));
    assertThat(names(tools())).containsExactly("send_email", "reply_to_message");
    agent.as(
        agent.token(
            KeyLimits.of(agent.roster.identity()), Set.of(Scope.POLICY_READ, Scope.EVENTS_READ)));
    assertThat(names(tools())).containsExactly("list_events", "get_limits");
  }

  @Test
  void aToolThatIsNotShownIsRefusedWithTheScopeItNeeds() {
    agent.as(agent.token(KeyLimits.of(agent.roster.identity()), Set.of(Scope.MAIL_SEND)));

    assertThat(agent.refused("get_mailbox", Map.of()))
        .startsWith("missing_scope: ")
        .contains("mail:read");
  }

  @Test
  void onlyKeysThatAreBoundToNobodyNameAnIdentity() {
    assertThat(tools()).noneMatch(tool -> takes(tool, "identity"));
    agent.as(agent.token(KeyLimits.NONE, EnumSet.allOf(Scope.class)));
    assertThat(names(tools().stream().filter(tool -> takes(tool, "identity")).toList()))
        .containsExactly("list_messages", "send_email", "get_mailbox", "list_events");
  }

  private static boolean takes(JsonNode tool, String name) {
    return tool.path("inputSchema").path("properties").has(name);
  }

  @Test
  void everyToolSaysAllThatAHostAsks() {
    for (JsonNode tool : tools()) {
      String name = tool.path("name").asString();
      assertThat(name).matches("[a-z_]{1,64}");
      assertThat(tool.path("description").asString()).isNotEmpty();
      assertThat(tool.path("inputSchema").path("additionalProperties").asBoolean(true)).isFalse();
      assertThat(tool.path("outputSchema").path("type").asString()).isEqualTo("object");
      boolean sends = Set.of("send_email", "reply_to_message").contains(name);
      boolean ours = Set.of("get_outbound_job", "get_mailbox", "get_limits").contains(name);
      JsonNode hints = tool.path("annotations");
      assertThat(hints.path("readOnlyHint").asBoolean(sends)).isEqualTo(!sends);
      assertThat(hints.path("destructiveHint").asBoolean(!sends)).isEqualTo(sends);
      assertThat(hints.path("idempotentHint").asBoolean(false)).isTrue();
      assertThat(hints.path("openWorldHint").asBoolean(ours)).isEqualTo(!ours);
    }
  }

  @Test
  void anUnknownToolIsAnErrorOfTheProtocol() {
    ObjectNode params = Json.mapper().createObjectNode().put("name", "delete_everything");

    Agent.Answer answer = agent.legacy("tools/call", params);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.error()).isEqualTo(-32602);
    assertThat(agent.legacy("tools/call", Json.mapper().createObjectNode()).error())
        .isEqualTo(-32602);
    params.put("name", "get_mailbox").put("arguments", "none");
    assertThat(agent.legacy("tools/call", params).error()).isEqualTo(-32602);
  }
}
