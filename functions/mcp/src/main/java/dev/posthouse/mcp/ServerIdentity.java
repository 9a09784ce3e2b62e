package dev.posthouse.mcp;

import dev.posthouse.lambda.Json;
import tools.jackson.databind.node.ObjectNode;

/// How the server presents itself.
///
/// @param instructions what a model should know before it uses any tool
record ServerIdentity(String name, String title, String version, String instructions) {
  ObjectNode json() {
    ObjectNode json = Json.mapper().createObjectNode();
    json.put("name", name);
    json.put("title", title);
    json.put("version", version);
    return json;
  }
}
