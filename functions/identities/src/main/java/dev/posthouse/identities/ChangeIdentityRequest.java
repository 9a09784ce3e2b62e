package dev.posthouse.identities;

import dev.posthouse.lambda.Problem;
import dev.posthouse.lambda.ProblemCode;
import org.jspecify.annotations.Nullable;

/// The body of `PATCH /v1/identities/{handle}`: what is absent stays.
///
/// @param paused whether the owner stops the identity for now
record ChangeIdentityRequest(@Nullable String displayName, @Nullable Boolean paused) {
  ChangeIdentityRequest {
    if (displayName == null && paused == null) {
      throw Problem.of(ProblemCode.MISSING_FIELD, "displayName or paused is required")
          .withError("displayName", ProblemCode.MISSING_FIELD, "or paused is required")
          .asException();
    }
    if (displayName != null) {
      displayName =
          Lines.checked("displayName", displayName, CreateIdentityRequest.DISPLAY_NAME_MAX);
    }
  }
}
