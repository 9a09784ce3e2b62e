package dev.posthouse.mcp;

import dev.posthouse.lambda.Json;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The arguments of a call, which fit the tool's schema.
record Arguments(ObjectNode json) {
  private static final int TOLD_MAX = 10;

  /// Reads the arguments of a call.
  ///
  /// @param given as they came; missing: none
  /// @throws ToolFailure naming all that is wrong
  static Arguments read(JsonNode given, Shape.Fields shape) {
    JsonNode tidy =
        shape.tidied(
            given.isMissingNode() || given.isNull() ? Json.mapper().createObjectNode() : given);
    List<String> faults = shape.faults("", tidy);
    if (!faults.isEmpty()) {
      throw new ToolFailure(
          "invalid_arguments",
          faults.stream().limit(TOLD_MAX).collect(Collectors.joining("; ")) + ".",
          "Call again with these arguments mended; the tool's schema names all it takes.");
    }
    return new Arguments((ObjectNode) tidy);
  }

  /// A text that the schema requires.
  String text(String name) {
    return json.path(name).asString("");
  }

  Optional<String> textIfAny(String name) {
    return json.has(name) ? Optional.of(text(name)) : Optional.empty();
  }

  int whole(String name, int usual) {
    return json.path(name).asInt(usual);
  }

  /// The same without some of them.
  ObjectNode without(String... names) {
    return json.deepCopy().remove(List.of(names));
  }
}
