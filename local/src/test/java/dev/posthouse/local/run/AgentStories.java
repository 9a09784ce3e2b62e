package dev.posthouse.local.run;

/// What agents and browsers find.
final class AgentStories extends Stories {
  private static final String NOTICE =
      "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";
  private static final String LIST = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}";

  AgentStories(ApiWorld world) {
    super(world);
    told("GET /docs/assets/{file}", 404, () -> system.get("/docs/assets/none", ""));
    told("POST /mcp", 202, () -> system.post("/mcp", world.key, NOTICE));
    told("POST /mcp", 400, () -> system.post("/mcp", world.key, "{\"jsonrpc\":"));
    told("POST /mcp", 401, () -> system.post("/mcp", "", LIST));
    told(
        "POST /mcp",
        403,
        () -> system.post("/mcp", world.key, NOTICE, "origin", "https://elsewhere.example"));
    told(
        "POST /mcp",
        404,
        () ->
            system.post(
                "/mcp",
                world.key,
                """
                {"jsonrpc":"2.0","id":1,"method":"no/such","params":{"_meta":{
                  "io.modelcontextprotocol/protocolVersion":"2026-07-28",
                  "io.modelcontextprotocol/clientCapabilities":{}}}}
                """,
                "mcp-protocol-version",
                "2026-07-28",
                "mcp-method",
                "no/such"));
    told(
        "POST /mcp",
        415,
        () -> system.post("/mcp", world.key, NOTICE, "content-type", "text/plain"));
  }
}
