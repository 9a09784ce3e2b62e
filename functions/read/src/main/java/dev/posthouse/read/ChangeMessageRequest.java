package dev.posthouse.read;

import dev.posthouse.lambda.Json;
import org.jspecify.annotations.Nullable;

/// The body of `PATCH /v1/messages/{messageId}`.
record ChangeMessageRequest(@Nullable Boolean read) {
  ChangeMessageRequest {
    Json.required("read", read);
  }

  boolean marksRead() {
    return Boolean.TRUE.equals(read);
  }
}
