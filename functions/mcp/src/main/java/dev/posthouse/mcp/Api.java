package dev.posthouse.mcp;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Our own HTTP API, as the caller of a tool may use it.
interface Api {
  /// What came back.
  ///
  /// @param body a missing node where there is none, or none that is JSON
  record Answer(int status, JsonNode body, Optional<String> location, boolean replayed) {}

  /// Makes a request.
  ///
  /// @param path with its query
  /// @param body null for none
  /// @param idempotencyKey null for none
  /// @param patienceMs how long the answer may take beyond the usual
  /// @throws ToolFailure if there is no answer
  Answer request(
      String method,
      String path,
      @Nullable JsonNode body,
      @Nullable String idempotencyKey,
      int patienceMs);

  /// The file at a link that the API gave out.
  ///
  /// @throws ToolFailure if it cannot be had
  byte[] fetch(String link);
}
