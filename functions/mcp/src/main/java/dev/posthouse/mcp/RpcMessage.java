package dev.posthouse.mcp;

import dev.posthouse.lambda.Json;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One JSON-RPC 2.0 message.
///
/// @param id null if it is a notification or an answer
/// @param method null if it is an answer; nothing is ever asked of a client, so none is awaited
/// @param params an empty object where there are none
record RpcMessage(@Nullable JsonNode id, @Nullable String method, ObjectNode params) {
  /// The version of JSON-RPC.
  static final String VERSION = "2.0";

  private static final String ID = "id";
  private static final String METHOD = "method";

  /// The object that a body holds.
  ///
  /// @throws RpcException if it holds anything else
  static ObjectNode object(byte[] body) {
    JsonNode json = tree(body);
    if (json.isArray()) {
      throw invalid("Batches are not taken: send one message per request.");
    }
    if (!(json instanceof ObjectNode message)) {
      throw invalid("The body is not one JSON-RPC message.");
    }
    return message;
  }

  /// The id of a message, if it has one that can be repeated in an answer.
  static Optional<JsonNode> id(ObjectNode message) {
    JsonNode id = message.get(ID);
    return id != null && (id.isString() || id.isIntegralNumber())
        ? Optional.of(id)
        : Optional.empty();
  }

  /// Reads a message.
  ///
  /// @throws RpcException if it is not well formed
  static RpcMessage of(ObjectNode message) {
    if (!VERSION.equals(message.path("jsonrpc").asString(""))) {
      throw invalid("jsonrpc is \"2.0\".");
    }
    if (!message.has(METHOD) && (message.has("result") || message.has("error"))) {
      return new RpcMessage(null, null, message.objectNode());
    }
    Optional<JsonNode> id = id(message);
    if (message.has(ID) && id.isEmpty()) {
      throw invalid("id is a string or an integer, and not null.");
    }
    JsonNode method = message.path(METHOD);
    if (!method.isString() || method.stringValue().isEmpty()) {
      throw invalid("method is a string.");
    }
    JsonNode params = message.path("params");
    if (!params.isMissingNode() && !params.isObject()) {
      throw invalid("params is an object.");
    }
    return new RpcMessage(
        id.orElse(null),
        method.stringValue(),
        params instanceof ObjectNode object ? object : message.objectNode());
  }

  private static RpcException invalid(String message) {
    return RpcException.badRequest(RpcException.INVALID_REQUEST, message);
  }

  private static JsonNode tree(byte[] body) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      return Json.mapper().readTree(text);
    } catch (CharacterCodingException e) {
      throw RpcException.badRequest(RpcException.PARSE_ERROR, "The body is not UTF-8.");
    } catch (JacksonException e) {
      throw RpcException.badRequest(
          RpcException.PARSE_ERROR, "The body is not well-formed JSON: " + e.getOriginalMessage());
    }
  }
}
