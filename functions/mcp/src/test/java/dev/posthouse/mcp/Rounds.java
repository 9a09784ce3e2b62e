package dev.posthouse.mcp;

import dev.posthouse.domain.outbound.JobIds;
import dev.posthouse.lambda.Json;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A call that asks its client for something before it is done, in one or more rounds. What is
/// known so far travels with the client, signed.
///
/// @param rounds what each round asks for, by name
record Rounds(String name, JsonNode rounds) {
  private static final String SECRET = "for the suite";
  private static final Map<String, String> NEEDS =
      Map.of(
          "elicitation/create", "elicitation",
          "sampling/createMessage", "sampling",
          "roots/list", "roots");

  /// The next question, or `done` when all are answered.
  ObjectNode next(RpcCall call, ObjectNode done) {
    JsonNode responses = call.params().path("inputResponses");
    JsonNode state = call.params().path("requestState");
    int round = state.isMissingNode() ? 0 : open(state.asString(""));
    if (!answers(responses, rounds.path(round))) {
      return ask(call, round);
    }
    return round + 1 < rounds.size() ? ask(call, round + 1) : done;
  }

  private static boolean answers(JsonNode responses, JsonNode asked) {
    for (Map.Entry<String, JsonNode> each : asked.properties()) {
      JsonNode response = responses.path(each.getKey());
      boolean elicited = each.getValue().path("method").asString("").startsWith("elicitation");
      if (!response.isObject() || (elicited && !response.path("content").isObject())) {
        return false;
      }
    }
    return true;
  }

  private ObjectNode ask(RpcCall call, int round) {
    JsonNode declared =
        call.params().path("_meta").path("io.modelcontextprotocol/clientCapabilities");
    ObjectNode result = Json.mapper().createObjectNode();
    result.put("resultType", "input_required");
    ObjectNode requests = result.putObject("inputRequests");
    for (Map.Entry<String, JsonNode> each : rounds.path(round).properties()) {
      String needs = NEEDS.getOrDefault(each.getValue().path("method").asString(""), "");
      if (declared.has(needs)) {
        requests.set(each.getKey(), each.getValue());
      }
    }
    result.put("requestState", seal(round));
    return result;
  }

  private String seal(int round) {
    return round + "." + JobIds.sha256(SECRET + name + round);
  }

  private int open(String state) {
    for (int round = 0; round < rounds.size(); round++) {
      if (state.equals(seal(round))) {
        return round;
      }
    }
    throw RpcException.invalidParams("requestState is none of ours.");
  }
}
