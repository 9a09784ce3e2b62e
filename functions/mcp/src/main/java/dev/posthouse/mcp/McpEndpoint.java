package dev.posthouse.mcp;

import dev.posthouse.lambda.HttpRequest;
import dev.posthouse.lambda.HttpResponse;
import dev.posthouse.lambda.Json;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The protocol's Streamable HTTP transport, without streams and sessions: each POST is answered by
/// itself, in one JSON object, whichever environment gets it.
///
/// Both eras are spoken: 2026-07-28, where each request says all about itself, and the revisions
/// with a handshake, which is answered and then forgotten.
final class McpEndpoint {
  private static final int OK = 200;
  private static final int ACCEPTED = 202;

  private final ServerIdentity server;
  private final Map<String, RpcMethod> modern;
  private final Map<String, RpcMethod> legacy;

  /// @param modern the methods of 2026-07-28
  /// @param legacy those of earlier revisions
  McpEndpoint(ServerIdentity server, Map<String, RpcMethod> modern, Map<String, RpcMethod> legacy) {
    this.server = server;
    this.modern = Map.copyOf(modern);
    this.legacy = Map.copyOf(legacy);
  }

  /// Answers a POST.
  ///
  /// @throws dev.posthouse.lambda.ProblemException 415 if it is not JSON, and what methods throw
  HttpResponse answer(HttpRequest http) {
    http.demandJson();
    JsonNode id = null;
    try {
      ObjectNode json = RpcMessage.object(http.body());
      id = RpcMessage.id(json).orElse(null);
      return answer(http, RpcMessage.of(json));
    } catch (RpcException refusal) {
      http.note("rpcError", refusal.code());
      return failed(id, refusal);
    }
  }

  private HttpResponse answer(HttpRequest http, RpcMessage message) {
    if (message.method() == null) {
      return new HttpResponse(ACCEPTED, null, null, Map.of());
    }
    boolean isModern = Envelope.isModern(http, message);
    if (isModern) {
      Envelope.checkModern(http, message);
    } else {
      Envelope.checkLegacy(http);
    }
    if (message.id() == null) {
      return new HttpResponse(ACCEPTED, null, null, Map.of());
    }
    RpcMethod method = (isModern ? modern : legacy).get(message.method());
    if (method == null) {
      throw RpcException.noSuchMethod(message.method(), isModern);
    }
    http.note("rpcMethod", message.method());
    ObjectNode result = method.answer(new RpcCall(http, isModern, message.params()));
    if (isModern) {
      complete(result);
    }
    ObjectNode answer = Json.mapper().createObjectNode();
    answer.put("jsonrpc", RpcMessage.VERSION);
    answer.set("id", message.id());
    answer.set("result", result);
    return HttpResponse.json(OK, answer);
  }

  private void complete(ObjectNode result) {
    if (!result.has("resultType")) {
      result.put("resultType", "complete");
    }
    result.withObject("/_meta").set("io.modelcontextprotocol/serverInfo", server.json());
  }

  private static HttpResponse failed(@Nullable JsonNode id, RpcException refusal) {
    ObjectNode answer = Json.mapper().createObjectNode();
    answer.put("jsonrpc", RpcMessage.VERSION);
    if (id != null) {
      answer.set("id", id);
    }
    ObjectNode error = answer.putObject("error");
    error.put("code", refusal.code());
    error.put("message", refusal.text());
    if (refusal.data() != null) {
      error.set("data", Objects.requireNonNull(refusal.data()));
    }
    return HttpResponse.json(refusal.status(), answer);
  }
}
