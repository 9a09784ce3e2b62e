package dev.posthouse.accounts;

import dev.posthouse.domain.tenant.BillingState;
import dev.posthouse.domain.tenant.OutboundStatus;
import dev.posthouse.domain.tenant.Signup;
import dev.posthouse.domain.tenant.Tenant;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The answer of `GET /v1/tenants/{tenantId}`.
///
/// @param signup what it said when it signed up, if it did
record TenantView(
    String tenantId,
    String name,
    String operatorEmail,
    BillingState billingState,
    OutboundStatus outboundStatus,
    Instant createdAt,
    Instant policyChangedAt,
    @Nullable Said signup) {
  /// What a tenant said of itself.
  record Said(String mailboxAddress, String agentName, String productName, String useCase) {}

  static TenantView of(Tenant tenant, @Nullable Signup signup) {
    return new TenantView(
        tenant.id().value(),
        tenant.name(),
        tenant.operatorEmail().toString(),
        tenant.billingState(),
        tenant.outboundStatus(),
        tenant.createdAt(),
        tenant.policyChangedAt(),
        signup == null
            ? null
            : new Said(
                signup.mailbox().toString(),
                signup.agentName(),
                signup.productName(),
                signup.useCase()));
  }
}
