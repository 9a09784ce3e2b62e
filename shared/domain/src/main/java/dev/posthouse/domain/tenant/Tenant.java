package dev.posthouse.domain.tenant;

import dev.posthouse.domain.EmailAddress;
import java.time.Instant;
import java.util.Set;

/// A customer account: the boundary nothing crosses.
///
/// @param suppressedDomains domains no mail of this tenant goes to, lower case
public record Tenant(
    TenantId id,
    String name,
    EmailAddress operatorEmail,
    BillingState billingState,
    OutboundStatus outboundStatus,
    Set<String> suppressedDomains,
    Instant createdAt) {
  public Tenant {
    suppressedDomains = Set.copyOf(suppressedDomains);
  }

  /// Whether nothing of this tenant may leave, not even what was accepted before.
  public boolean suspended() {
    return outboundStatus == OutboundStatus.SUSPENDED;
  }

  /// Whether rotated identities of this tenant may write to people outside the platform.
  public boolean mayRotate() {
    return billingState == BillingState.PAID_ACTIVE
        && outboundStatus == OutboundStatus.EXTERNAL_ENABLED;
  }
}
