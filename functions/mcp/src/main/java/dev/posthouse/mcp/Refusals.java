package dev.posthouse.mcp;

import dev.posthouse.lambda.Problem;
import dev.posthouse.lambda.ProblemCode;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// The API's problems, in the words of a tool: one line of text, so that what a fix says of the
/// problem's other members is put in their place.
final class Refusals {
  private static final String FIELDS = "the fields named in `errors`";
  private static final String RESETS_AT = "`binding.resetsAt`";

  private Refusals() {}

  /// The problem as one line: code, what is wrong, what to do next.
  static ToolFailure of(Api.Answer answer) {
    JsonNode problem = answer.body();
    String code = problem.path("code").asString("");
    if (code.isEmpty()) {
      // Not one of ours: a gateway that is overloaded, or gave up.
      return new ToolFailure(
          "unavailable",
          "The API answered with status " + answer.status() + ".",
          "Call again with the same arguments; a send is not done twice.");
    }
    return new ToolFailure(code, detail(problem), fix(problem));
  }

  /// A token that worked a moment ago.
  static Problem unauthorized(JsonNode problem) {
    return Problem.of(
        ProblemCode.INVALID_TOKEN, problem.path("detail").asString("This key is unknown."));
  }

  private static String detail(JsonNode problem) {
    StringBuilder detail = new StringBuilder(problem.path("detail").asString(""));
    String fields =
        problem
            .path("errors")
            .valueStream()
            .map(error ->
                error.path("field").asString("") + " " + error.path("message").asString(""))
            .filter(each -> detail.indexOf(each) < 0)
            .collect(Collectors.joining("; "));
    if (!fields.isEmpty()) {
      detail.append(" (").append(fields).append(')');
    }
    JsonNode binding = problem.path("binding");
    if (binding.isObject()) {
      detail.append(
          " (%s: %d of %d used)"
              .formatted(
                  binding.path("limit").asString(""),
                  binding.path("used").asLong(0),
                  binding.path("cap").asLong(0)));
    }
    return detail.toString();
  }

  private static String fix(JsonNode problem) {
    String fields =
        problem
            .path("errors")
            .valueStream()
            .map(error -> error.path("field").asString(""))
            .distinct()
            .collect(Collectors.joining(", "));
    String fix =
        problem
            .path("fix")
            .asString("")
            .replace(FIELDS, fields.isEmpty() ? "what is wrong" : fields);
    JsonNode resetsAt = problem.path("binding").path("resetsAt");
    if (!resetsAt.isString()) {
      return fix;
    }
    return fix.contains(RESETS_AT)
        ? fix.replace(RESETS_AT, resetsAt.stringValue())
        : fix + " There is room at " + resetsAt.stringValue() + ".";
  }
}
