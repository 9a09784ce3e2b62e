package dev.posthouse.mcp;

import dev.posthouse.lambda.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What the official conformance suite expects a server to have: tools, prompts and resources with
/// the names it knows. Our endpoint serves them here in place of mail.
final class ConformanceFixtures {
  private static final String META = "_meta";
  private static final String CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";
  private static final String LOG_LEVEL = "io.modelcontextprotocol/logLevel";
  private static final int MISSING_CAPABILITY = -32021;
  private static final int ROUND_TEXT = 80;

  private final JsonNode fixtures;
  private final List<ObjectNode> told = new ArrayList<>();

  ConformanceFixtures() {
    try (InputStream json =
        Objects.requireNonNull(
            ConformanceFixtures.class.getResourceAsStream("/conformance.json"))) {
      fixtures = Json.mapper().readTree(json);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  McpEndpoint endpoint() {
    ObjectNode capabilities = Json.mapper().createObjectNode();
    for (String each : List.of("tools", "prompts", "resources", "completions", "logging")) {
      capabilities.putObject(each);
    }
    var server = new ServerIdentity("fixtures", "Fixtures", "1.0.0", "For the conformance suite.");
    var handshake = new Handshake(server, capabilities);
    Map<String, RpcMethod> both =
        Map.of(
            "tools/list", call -> cached(call, list("tools", "rounds")),
            "tools/call", this::tool,
            "prompts/list", call -> cached(call, prompts()),
            "prompts/get", this::prompt,
            "resources/list", call -> cached(call, resources()),
            "resources/templates/list", call -> cached(call, templates()),
            "resources/read", call -> cached(call, read(call)),
            "completion/complete", ConformanceFixtures::completion);
    Map<String, RpcMethod> modern = new HashMap<>(both);
    modern.put("server/discover", handshake::discover);
    Map<String, RpcMethod> legacy = new HashMap<>(both);
    legacy.put("initialize", handshake::initialize);
    legacy.put("ping", handshake::ping);
    for (String nothing :
        List.of("logging/setLevel", "resources/subscribe", "resources/unsubscribe")) {
      legacy.put(nothing, call -> call.params().objectNode());
    }
    return new McpEndpoint(server, modern, legacy);
  }

  /// The notifications of the last call, which go out before its answer.
  List<ObjectNode> told() {
    List<ObjectNode> all = List.copyOf(told);
    told.clear();
    return all;
  }

  private ObjectNode list(String... kinds) {
    ObjectNode result = Json.mapper().createObjectNode();
    ArrayNode tools = result.putArray("tools");
    for (String kind : kinds) {
      for (String name : fixtures.path(kind).propertyNames()) {
        ObjectNode tool = tools.addObject().put("name", name).put("description", "For the suite.");
        tool.putObject("inputSchema").put("type", "object");
      }
    }
    return result;
  }

  private ObjectNode tool(RpcCall call) {
    String name = call.params().path("name").asString("");
    if (fixtures.path("rounds").has(name)) {
      ObjectNode done = Json.mapper().createObjectNode();
      done.putArray("content").addObject().put("type", "text").put("text", answered(call));
      return new Rounds(name, fixtures.path("rounds").path(name)).next(call, done);
    }
    if (!(fixtures.path("tools").path(name) instanceof ObjectNode result)) {
      throw RpcException.invalidParams("Unknown tool: " + name);
    }
    JsonNode meta = call.params().path(META);
    switch (name) {
      case "test_tool_with_progress" -> tellProgress(meta.path("progressToken"));
      case "test_tool_with_logging", "test_logging_tool" -> {
        if (!call.modern() || meta.has(LOG_LEVEL)) {
          tellLog();
        }
      }
      case "test_missing_capability" -> {
        if (!meta.path(CAPABILITIES).has("sampling")) {
          ObjectNode data = Json.mapper().createObjectNode();
          data.putObject("requiredCapabilities").putObject("sampling");
          throw new RpcException(400, MISSING_CAPABILITY, "The client cannot sample.", data);
        }
      }
      default -> {}
    }
    return result.deepCopy();
  }

  private static String answered(RpcCall call) {
    JsonNode responses = call.params().path("inputResponses");
    String name = responses.path("user_name").path("content").path("name").asString("you");
    String all = responses.toString();
    return "Hello, "
        + name
        + "! state-ok "
        + all.substring(0, Math.min(ROUND_TEXT * 9, all.length()));
  }

  private void tellProgress(JsonNode token) {
    for (int progress = 0; !token.isMissingNode() && progress <= 100; progress += 50) {
      ObjectNode params = tell("notifications/progress");
      params.set("progressToken", token);
      params.put("progress", progress).put("total", 100);
    }
  }

  private void tellLog() {
    for (String line : List.of("started", "goes on", "completed")) {
      tell("notifications/message").put("level", "info").put("data", "Tool execution " + line);
    }
  }

  private ObjectNode tell(String method) {
    ObjectNode notification = Json.mapper().createObjectNode();
    notification.put("jsonrpc", "2.0").put("method", method);
    told.add(notification);
    return notification.putObject("params");
  }

  private ObjectNode prompts() {
    ObjectNode result = Json.mapper().createObjectNode();
    ArrayNode prompts = result.putArray("prompts");
    for (Map.Entry<String, JsonNode> each : fixtures.path("prompts").properties()) {
      ObjectNode prompt = prompts.addObject();
      prompt.put("name", each.getKey()).put("description", "For the suite.");
      ArrayNode arguments = prompt.putArray("arguments");
      for (JsonNode argument : each.getValue().path("arguments")) {
        arguments
            .addObject()
            .put("name", argument.asString())
            .put("description", "For the suite.")
            .put("required", true);
      }
    }
    return result;
  }

  private ObjectNode prompt(RpcCall call) {
    String name = call.params().path("name").asString("");
    JsonNode prompt = fixtures.path("prompts").path(name);
    if (prompt.isMissingNode()) {
      throw RpcException.invalidParams("Unknown prompt: " + name);
    }
    String messages = prompt.path("messages").toString();
    for (JsonNode argument : prompt.path("arguments")) {
      String value = call.params().path("arguments").path(argument.asString()).asString("");
      messages = messages.replace("{" + argument.asString() + "}", value);
    }
    ObjectNode result = Json.mapper().createObjectNode();
    result.set("messages", Json.mapper().readTree(messages));
    JsonNode rounds = fixtures.path("rounds").path(name);
    return rounds.isMissingNode() ? result : new Rounds(name, rounds).next(call, result);
  }

  private ObjectNode resources() {
    ObjectNode result = Json.mapper().createObjectNode();
    ArrayNode resources = result.putArray("resources");
    for (Map.Entry<String, JsonNode> each : fixtures.path("resources").properties()) {
      resources
          .addObject()
          .put("uri", each.getKey())
          .put("name", each.getKey())
          .put("description", "For the suite.")
          .set("mimeType", each.getValue().path("mimeType"));
    }
    return result;
  }

  private static ObjectNode templates() {
    ObjectNode result = Json.mapper().createObjectNode();
    result
        .putArray("resourceTemplates")
        .addObject()
        .put("uriTemplate", "test://template/{id}/data")
        .put("name", "template")
        .put("description", "For the suite.")
        .put("mimeType", "application/json");
    return result;
  }

  private ObjectNode read(RpcCall call) {
    String uri = call.params().path("uri").asString("");
    ObjectNode result = Json.mapper().createObjectNode();
    ObjectNode content = result.putArray("contents").addObject().put("uri", uri);
    if (fixtures.path("resources").path(uri) instanceof ObjectNode known) {
      content.setAll(known);
    } else if (uri.matches("test://template/[^/]+/data")) {
      String id = uri.split("/", -1)[3];
      content.put("mimeType", "application/json");
      content.put(
          "text",
          "{\"id\":\"%s\",\"templateTest\":true,\"data\":\"Data for ID: %s\"}".formatted(id, id));
    } else {
      ObjectNode data = Json.mapper().createObjectNode().put("uri", uri);
      throw new RpcException(200, RpcException.INVALID_PARAMS, "Resource not found", data);
    }
    return result;
  }

  private static ObjectNode completion(RpcCall call) {
    ObjectNode result = call.params().objectNode();
    result.putObject("completion").put("total", 0).put("hasMore", false).putArray("values");
    return result;
  }

  private static ObjectNode cached(RpcCall call, ObjectNode result) {
    if (call.modern()) {
      result.put("ttlMs", 1_000).put("cacheScope", "private");
    }
    return result;
  }
}
