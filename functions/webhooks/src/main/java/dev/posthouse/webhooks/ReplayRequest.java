package dev.posthouse.webhooks;

import dev.posthouse.lambda.Problem;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The body of `POST /v1/webhooks/{id}/replay`.
///
/// @param identity a handle
/// @param fromSeq the first event
/// @param toSeq the last event, at most [#EVENTS_MAX] with the first
record ReplayRequest(@Nullable String identity, @Nullable Long fromSeq, @Nullable Long toSeq) {
  static final long EVENTS_MAX = 10_000;

  ReplayRequest {
    if (identity == null) {
      throw Problem.missingField("identity").asException();
    }
    if (fromSeq == null) {
      throw Problem.missingField("fromSeq").asException();
    }
    if (toSeq == null) {
      throw Problem.missingField("toSeq").asException();
    }
    if (fromSeq < 1) {
      throw Problem.invalidField("fromSeq", "is 1 or more").asException();
    }
    if (toSeq < fromSeq || toSeq - fromSeq >= EVENTS_MAX) {
      throw Problem.invalidField(
              "toSeq", "is fromSeq or up to " + (EVENTS_MAX - 1) + " more than that")
          .asException();
    }
  }

  long from() {
    return Objects.requireNonNull(fromSeq);
  }

  long to() {
    return Objects.requireNonNull(toSeq);
  }
}
