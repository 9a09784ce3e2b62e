package dev.posthouse.identities;

import dev.posthouse.lambda.Problem;
import dev.posthouse.lambda.ProblemCode;
import org.jspecify.annotations.Nullable;

/// The body of `PATCH /v1/identities/{handle}`: what is absent stays.
///
/// @param paused whether the owner stops the identity for now
/// @param pacing when its cold mail goes out, from now on
record ChangeIdentityRequest(
    @Nullable String displayName, @Nullable Boolean paused, @Nullable PacingRequest pacing) {
  ChangeIdentityRequest {
    if (displayName == null && paused == null && pacing == null) {
      throw Problem.of(ProblemCode.MISSING_FIELD, "displayName, paused or pacing is required")
          .withError("displayName", ProblemCode.MISSING_FIELD, "or paused or pacing is required")
          .asException();
    }
    if (displayName != null) {
      displayName =
          Lines.checked("displayName", displayName, CreateIdentityRequest.DISPLAY_NAME_MAX);
    }
  }
}
