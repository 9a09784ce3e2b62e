package dev.posthouse.accounts;

import dev.posthouse.domain.tenant.BillingState;
import dev.posthouse.domain.tenant.OutboundStatus;
import dev.posthouse.domain.tenant.SendPolicy;
import dev.posthouse.lambda.Problem;
import dev.posthouse.lambda.ProblemCode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The body of `PUT /v1/tenants/{tenantId}/send-policy`. What is absent stays.
///
/// @param pricingTier another name of `billingState`
/// @param externalSendEnabled follows from `outboundStatus`, and may be said with it
/// @param reviewRequired follows from `outboundStatus`, and may be said with it
record PolicyRequest(
    @Nullable BillingState billingState,
    @Nullable BillingState pricingTier,
    @Nullable OutboundStatus outboundStatus,
    @Nullable Boolean externalSendEnabled,
    @Nullable Boolean reviewRequired) {
  PolicyRequest {
    if (billingState == null && pricingTier == null && outboundStatus == null) {
      String both = "is required where the other is absent";
      throw Problem.of(
              ProblemCode.MISSING_FIELD, "One of billingState and outboundStatus is required")
          .withError("billingState", ProblemCode.MISSING_FIELD, both)
          .withError("outboundStatus", ProblemCode.MISSING_FIELD, both)
          .withFix("Send billingState, outboundStatus, or both.")
          .asException();
    }
    if (billingState != null && pricingTier != null && billingState != pricingTier) {
      throw Problem.invalidField("pricingTier", "is the same as billingState").asException();
    }
    demandSame(
        "externalSendEnabled",
        externalSendEnabled,
        outboundStatus,
        OutboundStatus.EXTERNAL_ENABLED);
    demandSame("reviewRequired", reviewRequired, outboundStatus, OutboundStatus.EXTERNAL_REVIEW);
  }

  private static void demandSame(
      String field, @Nullable Boolean said, @Nullable OutboundStatus status, OutboundStatus that) {
    if (said != null && said != (status == that)) {
      throw Problem.invalidField(field, "follows from outboundStatus").asException();
    }
  }

  /// The policy as asked for.
  ///
  /// @throws dev.posthouse.lambda.ProblemException 400 if the two do not go together
  SendPolicy applied(SendPolicy before) {
    BillingState billing = Objects.requireNonNullElse(billingState, before.billing());
    var after =
        new SendPolicy(
            Objects.requireNonNullElse(pricingTier, billing),
            Objects.requireNonNullElse(outboundStatus, before.outbound()));
    if (!after.consistent()) {
      throw Problem.invalidField(
              "outboundStatus",
              "is external_review, or suspended, if billingState is paid_review,"
                  + " and external_review only then")
          .asException();
    }
    return after;
  }
}
