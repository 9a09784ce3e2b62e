package dev.posthouse.domain.billing;

import dev.posthouse.domain.tenant.TenantId;

/// Who pays what for what. It never changes.
public record Payment(
    TenantId tenant, Purchase purchase, Requirement requirement, Authorization authorization) {
  public PaymentKey key() {
    return PaymentKey.of(requirement.asset(), authorization);
  }
}
