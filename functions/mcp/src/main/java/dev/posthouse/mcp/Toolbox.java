package dev.posthouse.mcp;

import dev.posthouse.domain.tenant.ApiKey;
import dev.posthouse.lambda.HttpRequest;
import dev.posthouse.lambda.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The methods `tools/list` and `tools/call`.
final class Toolbox {
  // Tools differ by token, and tokens change seldom.
  private static final long LIST_TTL_MS = 300_000;

  private final Map<String, Tool> tools = new LinkedHashMap<>();
  private final Function<HttpRequest, ApiKey> access;
  private final BiFunction<HttpRequest, ApiKey, Caller> callers;

  /// @param access who calls; refuses who is unknown
  /// @param callers what that one can reach
  Toolbox(
      List<Tool> tools,
      Function<HttpRequest, ApiKey> access,
      BiFunction<HttpRequest, ApiKey, Caller> callers) {
    tools.forEach(tool -> this.tools.put(tool.name(), tool));
    this.access = access;
    this.callers = callers;
  }

  /// `tools/list`: the tools that the token may call, in an order that is always the same.
  ObjectNode list(RpcCall call) {
    ApiKey key = access.apply(call.http());
    if (call.params().has("cursor")) {
      throw RpcException.invalidParams("All tools are on one page; no cursor was given out.");
    }
    ObjectNode result = Json.mapper().createObjectNode();
    ArrayNode list = result.putArray("tools");
    tools.values().stream()
        .filter(tool -> key.scopes().contains(tool.scope()))
        .forEach(tool -> list.add(tool.json(Caller.own(key).isPresent())));
    if (call.modern()) {
      result.put("ttlMs", LIST_TTL_MS);
      result.put("cacheScope", "private");
    }
    return result;
  }

  /// `tools/call`. What the model can mend or should know is a result, not an error.
  ObjectNode call(RpcCall call) {
    ApiKey key = access.apply(call.http());
    JsonNode name = call.params().path("name");
    Tool tool = name.isString() ? tools.get(name.stringValue()) : null;
    if (tool == null) {
      throw RpcException.invalidParams(
          name.isString() ? "Unknown tool: " + name.stringValue() : "name is a string.");
    }
    JsonNode given = call.params().path("arguments");
    if (!given.isMissingNode() && !given.isNull() && !given.isObject()) {
      throw RpcException.invalidParams("arguments is an object.");
    }
    call.http().note("tool", tool.name());
    try {
      if (!key.scopes().contains(tool.scope())) {
        throw new ToolFailure(
            "missing_scope",
            "This token does not have the scope " + tool.scope().wire() + ".",
            "Do without this tool, or ask the operator for a token that has it.");
      }
      Arguments arguments = Arguments.read(given, tool.input(Caller.own(key).isPresent()));
      return succeeded(tool.action().call(arguments, callers.apply(call.http(), key)));
    } catch (ToolFailure failure) {
      call.http().note("toolError", failure.code());
      return failed(failure);
    }
  }

  private static ObjectNode succeeded(ObjectNode output) {
    ObjectNode result = Json.mapper().createObjectNode();
    text(result, Json.encode(output));
    result.set("structuredContent", output);
    return result;
  }

  private static ObjectNode failed(ToolFailure failure) {
    ObjectNode result = Json.mapper().createObjectNode();
    text(result, failure.text());
    result.put("isError", true);
    return result;
  }

  private static void text(ObjectNode result, String text) {
    result.putArray("content").addObject().put("type", "text").put("text", text);
  }
}
