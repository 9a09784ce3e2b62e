package dev.posthouse.mcp;

import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.lambda.Json;
import tools.jackson.databind.node.ObjectNode;

/// Something an agent can do.
///
/// @param scope what a token needs to see it and to call it
/// @param acts whether it acts for an identity, which keys that are bound to none have to name
/// @param says what it does, for a model
record Tool(
    String name,
    String title,
    Scope scope,
    Kind kind,
    boolean acts,
    String says,
    Shape.Fields input,
    Shape.Fields output,
    Action action) {
  /// What a host should think of before it lets a model call it.
  enum Kind {
    /// Reads what others may have written.
    READS_MAIL,
    /// Reads what only this system wrote.
    READS_STATE,
    /// Writes to people, which nobody can take back.
    SENDS
  }

  /// Does it.
  @FunctionalInterface
  interface Action {
    /// The structured output.
    ///
    /// @throws ToolFailure if that cannot be
    ObjectNode call(Arguments arguments, Caller caller);
  }

  private static final Shape.Field IDENTITY =
      Shapes.optional(Caller.IDENTITY, Shapes.TEXT).saying("handle or mailbox to act for");

  /// What it takes.
  ///
  /// @param bound whether the token says already for whom it acts
  Shape.Fields input(boolean bound) {
    return bound || !acts ? input : input.and(IDENTITY);
  }

  /// It as the protocol lists it.
  ObjectNode json(boolean bound) {
    ObjectNode json = Json.mapper().createObjectNode();
    json.put("name", name);
    json.put("title", title);
    json.put("description", says);
    json.set("inputSchema", input(bound).schema());
    json.set("outputSchema", output.schema());
    ObjectNode annotations = json.putObject("annotations");
    annotations.put("readOnlyHint", kind != Kind.SENDS);
    annotations.put("destructiveHint", kind == Kind.SENDS);
    // The same call again is the same mail.
    annotations.put("idempotentHint", true);
    annotations.put("openWorldHint", kind != Kind.READS_STATE);
    return json;
  }
}
