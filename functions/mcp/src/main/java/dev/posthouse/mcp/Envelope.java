package dev.posthouse.mcp;

import dev.posthouse.lambda.HttpRequest;
import dev.posthouse.lambda.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a message says about itself, in its headers and in `_meta`.
///
/// Since 2026-07-28 each request names its revision, and headers repeat what a gateway may want to
/// know without reading the body: where the two differ, somebody is being misled.
final class Envelope {
  private static final String VERSION_HEADER = "mcp-protocol-version";
  private static final String META = "_meta";
  private static final String VERSION = "io.modelcontextprotocol/protocolVersion";
  private static final String CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";
  private static final String ENCODED = "=?base64?";
  private static final String ENCODED_END = "?=";

  /// Which parameter the header Mcp-Name repeats, by method.
  private static final Map<String, String> NAMED_BY =
      Map.of("tools/call", "name", "prompts/get", "name", "resources/read", "uri");

  private Envelope() {}

  /// Whether a message is one of 2026-07-28 or later.
  static boolean isModern(HttpRequest http, RpcMessage message) {
    return message.params().path(META).has(VERSION)
        || http.header(VERSION_HEADER).map(String::strip).orElse("").equals(Revisions.MODERN);
  }

  /// Refuses a message of an earlier revision than those spoken here, or of one nobody knows.
  ///
  /// @throws RpcException 400
  static void checkLegacy(HttpRequest http) {
    Optional<String> version = http.header(VERSION_HEADER).map(String::strip);
    if (version.isPresent() && !Revisions.LEGACY.contains(version.get())) {
      throw unsupported(version.get());
    }
  }

  /// Refuses a message whose envelope is not complete, or contradicts it.
  ///
  /// @throws RpcException 400
  static void checkModern(HttpRequest http, RpcMessage message) {
    JsonNode meta = message.params().path(META);
    String version = meta.path(VERSION).asString("");
    if (version.isEmpty()) {
      throw RpcException.badRequest(
          RpcException.INVALID_PARAMS, "params._meta lacks " + VERSION + ".");
    }
    demand(http, "MCP-Protocol-Version", version);
    if (!version.equals(Revisions.MODERN)) {
      throw unsupported(version);
    }
    if (!meta.path(CAPABILITIES).isObject()) {
      throw RpcException.badRequest(
          RpcException.INVALID_PARAMS, "params._meta lacks " + CAPABILITIES + ", an object.");
    }
    String method = String.valueOf(message.method());
    demand(http, "Mcp-Method", method);
    String named = NAMED_BY.get(method);
    if (named != null) {
      demand(http, "Mcp-Name", message.params().path(named).asString(""));
    }
  }

  private static void demand(HttpRequest http, String header, String value) {
    Optional<String> given = http.header(header).map(String::strip).map(Envelope::decode);
    if (given.isEmpty() || !given.get().equals(value)) {
      throw RpcException.badRequest(
          RpcException.HEADER_MISMATCH,
          given.isEmpty()
              ? "The header " + header + " is missing."
              : "The header " + header + " differs from the body.");
    }
  }

  /// A value that is no plain ASCII comes in base64.
  private static String decode(String value) {
    if (!value.startsWith(ENCODED) || !value.endsWith(ENCODED_END)) {
      return value;
    }
    int end = Math.max(ENCODED.length(), value.length() - ENCODED_END.length());
    try {
      byte[] bytes = Base64.getDecoder().decode(value.substring(ENCODED.length(), end));
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return value;
    }
  }

  private static RpcException unsupported(String version) {
    ObjectNode data = Json.mapper().createObjectNode();
    Revisions.ALL.forEach(data.putArray("supported")::add);
    data.put("requested", version);
    return new RpcException(
        400,
        RpcException.UNSUPPORTED_VERSION,
        "This revision of the protocol is not spoken here.",
        data);
  }
}
