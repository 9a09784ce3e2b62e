package dev.posthouse.domain.billing;

import dev.posthouse.domain.tenant.TenantId;

/// Who pays what for what. It never changes.
///
/// @param resource URL of the route at which it is paid
public record Payment(
    TenantId tenant,
    Purchase purchase,
    String resource,
    Requirement requirement,
    Authorization authorization) {
  /// What makes it the same payment, whatever is around it.
  public PaymentKey key() {
    return PaymentKey.of(requirement.asset(), authorization);
  }
}
