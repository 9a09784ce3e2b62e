package dev.posthouse.identities;

import dev.posthouse.lambda.Problem;
import dev.posthouse.lambda.ProblemCode;
import org.jspecify.annotations.Nullable;

/// The body of `PATCH /v1/identities/{handle}`: what is absent stays.
///
/// @param tier a name of [dev.posthouse.domain.identity.Tiers]; its cap holds at once, its pool
///   follows
/// @param paused whether the owner stops the identity for now
/// @param pacing when its cold mail goes out, from now on
record ChangeIdentityRequest(
    @Nullable String displayName,
    @Nullable Boolean paused,
    @Nullable PacingRequest pacing,
    @Nullable String tier) {
  ChangeIdentityRequest {
    if (displayName == null && paused == null && pacing == null && tier == null) {
      throw Problem.of(ProblemCode.MISSING_FIELD, "displayName, tier, paused or pacing is required")
          .withError(
              "displayName", ProblemCode.MISSING_FIELD, "or tier, paused or pacing is required")
          .asException();
    }
    if (displayName != null) {
      displayName =
          Lines.checked("displayName", displayName, CreateIdentityRequest.DISPLAY_NAME_MAX);
    }
    tier = tier == null ? null : CreateIdentityRequest.tier(tier).name();
  }
}
