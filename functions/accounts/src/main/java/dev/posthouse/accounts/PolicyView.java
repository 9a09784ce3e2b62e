package dev.posthouse.accounts;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.posthouse.domain.purse.Quota;
import dev.posthouse.domain.tenant.BillingState;
import dev.posthouse.domain.tenant.OutboundStatus;
import dev.posthouse.domain.tenant.SendPolicy;
import dev.posthouse.domain.tenant.Tenant;
import java.time.Instant;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// A tenant's policy as the API shows it.
///
/// @param pricingTier the same as `billingState`
/// @param effectiveDailySendLimit most external recipients of a rolling 24 hours; null: no limit
/// @param effectiveHourlySendLimit most external recipients of a rolling hour; null: no limit
/// @param usage what is used of these limits now
/// @param reason why it is so, where the platform or the operator said why
/// @param updatedAt when it was last decided on
record PolicyView(
    String tenantId,
    BillingState billingState,
    BillingState pricingTier,
    OutboundStatus outboundStatus,
    boolean externalSendEnabled,
    boolean reviewRequired,
    @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Integer effectiveDailySendLimit,
    @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Integer effectiveHourlySendLimit,
    String limitWindowModel,
    QuotaUsage usage,
    @Nullable String reason,
    Instant updatedAt) {
  static PolicyView of(Tenant tenant, Quota quota, QuotaUsage usage) {
    SendPolicy policy = tenant.policy();
    return new PolicyView(
        tenant.id().value(),
        policy.billing(),
        policy.billing(),
        policy.outbound(),
        policy.outbound() == OutboundStatus.EXTERNAL_ENABLED,
        policy.outbound() == OutboundStatus.EXTERNAL_REVIEW,
        number(quota.daily()),
        number(quota.hourly()),
        "rolling",
        usage,
        tenant.policyReason().isEmpty() ? null : tenant.policyReason(),
        tenant.policyChangedAt());
  }

  static @Nullable Integer number(OptionalInt limit) {
    return limit.isPresent() ? limit.getAsInt() : null;
  }
}
