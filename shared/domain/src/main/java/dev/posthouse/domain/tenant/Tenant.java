package dev.posthouse.domain.tenant;

import dev.posthouse.domain.EmailAddress;
import java.time.Instant;
import java.util.Set;

/// A customer account: the boundary nothing crosses.
///
/// @param suppressedDomains domains no mail of this tenant goes to, lower case
/// @param policyChangedAt when its billing state or outbound status was last decided on
public record Tenant(
    TenantId id,
    String name,
    EmailAddress operatorEmail,
    BillingState billingState,
    OutboundStatus outboundStatus,
    Set<String> suppressedDomains,
    Instant createdAt,
    Instant policyChangedAt) {
  public Tenant {
    suppressedDomains = Set.copyOf(suppressedDomains);
  }

  /// A tenant as it is made.
  public Tenant(
      TenantId id,
      String name,
      EmailAddress operatorEmail,
      BillingState billingState,
      OutboundStatus outboundStatus,
      Set<String> suppressedDomains,
      Instant createdAt) {
    this(
        id,
        name,
        operatorEmail,
        billingState,
        outboundStatus,
        suppressedDomains,
        createdAt,
        createdAt);
  }

  /// What it pays for and how far its mail may go.
  public SendPolicy policy() {
    return new SendPolicy(billingState, outboundStatus);
  }

  /// The same tenant, decided on anew.
  public Tenant with(SendPolicy policy, Instant now) {
    return new Tenant(
        id,
        name,
        operatorEmail,
        policy.billing(),
        policy.outbound(),
        suppressedDomains,
        createdAt,
        now);
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
