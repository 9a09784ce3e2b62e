package dev.posthouse.billing;

import dev.posthouse.lambda.Problem;
import org.jspecify.annotations.Nullable;

/// The body of `POST /v1/billing/upgrade-intent`.
///
/// @param targetPricingTier `paid_review` or absent: there is no other way up
/// @param network pays on this chain only, null for any that is taken
/// @param asset pays in this token only, null for any
record UpgradeRequest(
    @Nullable String targetPricingTier, @Nullable String network, @Nullable String asset) {
  UpgradeRequest {
    if (targetPricingTier != null && !targetPricingTier.equals("paid_review")) {
      throw Problem.invalidField("targetPricingTier", "is paid_review").asException();
    }
  }
}
