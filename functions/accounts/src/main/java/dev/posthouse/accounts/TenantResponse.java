package dev.posthouse.accounts;

import dev.posthouse.domain.tenant.BillingState;
import dev.posthouse.domain.tenant.OutboundStatus;
import dev.posthouse.domain.tenant.Tenant;

/// The answer of `POST /v1/tenants`.
///
/// @param key the secret of the tenant's first key, shown here and never again
record TenantResponse(
    String tenantId,
    String name,
    BillingState billingState,
    OutboundStatus outboundStatus,
    String key,
    String keyId) {
  static TenantResponse of(CreateTenantResult.Created created) {
    Tenant tenant = created.tenant();
    return new TenantResponse(
        tenant.id().value(),
        tenant.name(),
        tenant.billingState(),
        tenant.outboundStatus(),
        created.secret().reveal(),
        created.key().id().value());
  }
}
