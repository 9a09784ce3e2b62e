package dev.posthouse.mcp;

import dev.posthouse.lambda.Json;
import tools.jackson.databind.node.ObjectNode;

/// What a client asks before it asks for anything: answered to everybody alike, without a look at
/// the token, because hosts ask it often and it tells nothing.
final class Handshake {
  private static final long DISCOVERY_TTL_MS = 3_600_000;

  private final ServerIdentity server;
  private final ObjectNode capabilities;

  /// @param capabilities what the server can do, as the protocol writes it
  Handshake(ServerIdentity server, ObjectNode capabilities) {
    this.server = server;
    this.capabilities = capabilities;
  }

  /// `initialize`, until 2025-11-25: a client's own revision if it is spoken here, else our newest.
  ObjectNode initialize(RpcCall call) {
    String asked = call.params().path("protocolVersion").asString("");
    ObjectNode result = Json.mapper().createObjectNode();
    result.put(
        "protocolVersion", Revisions.LEGACY.contains(asked) ? asked : Revisions.LEGACY.getFirst());
    result.set("capabilities", capabilities.deepCopy());
    result.set("serverInfo", server.json());
    result.put("instructions", server.instructions());
    return result;
  }

  /// `ping`, until 2025-11-25.
  ObjectNode ping(RpcCall call) {
    return call.params().objectNode();
  }

  /// `server/discover`, since 2026-07-28.
  ObjectNode discover(RpcCall call) {
    ObjectNode result = call.params().objectNode();
    Revisions.ALL.forEach(result.putArray("supportedVersions")::add);
    result.set("capabilities", capabilities.deepCopy());
    result.put("instructions", server.instructions());
    result.put("ttlMs", DISCOVERY_TTL_MS);
    result.put("cacheScope", "public");
    return result;
  }
}
