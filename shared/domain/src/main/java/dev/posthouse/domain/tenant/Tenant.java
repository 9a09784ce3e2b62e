package dev.posthouse.domain.tenant;

import dev.posthouse.domain.EmailAddress;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A customer account: the boundary nothing crosses.
///
/// @param suppressedDomains domains no mail of this tenant goes to, lower case
/// @param policyChangedAt when its billing state or outbound status was last decided on
/// @param policyReason why, in words; may be empty
/// @param clearedAt when a suspension was last lifted: what happened before no longer counts
///   against it; null if none was
public record Tenant(
    TenantId id,
    String name,
    EmailAddress operatorEmail,
    BillingState billingState,
    OutboundStatus outboundStatus,
    Set<String> suppressedDomains,
    Instant createdAt,
    Instant policyChangedAt,
    String policyReason,
    @Nullable Instant clearedAt) {
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
        createdAt,
        "",
        null);
  }

  /// What it pays for and how far its mail may go.
  public SendPolicy policy() {
    return new SendPolicy(billingState, outboundStatus);
  }

  /// The same tenant, decided on anew.
  public Tenant with(SendPolicy policy, Instant now) {
    return with(policy, "", now);
  }

  /// The same tenant, decided on anew for that reason.
  public Tenant with(SendPolicy policy, String reason, Instant now) {
    return new Tenant(
        id,
        name,
        operatorEmail,
        policy.billing(),
        policy.outbound(),
        suppressedDomains,
        createdAt,
        now,
        reason,
        clears(policy) ? now : clearedAt);
  }

  private boolean clears(SendPolicy after) {
    return suspended() && after.outbound() != OutboundStatus.SUSPENDED;
  }

  /// The same tenant, whose mail goes as far as that.
  public Tenant with(OutboundStatus status) {
    return new Tenant(
        id,
        name,
        operatorEmail,
        billingState,
        status,
        suppressedDomains,
        createdAt,
        policyChangedAt,
        policyReason,
        clearedAt);
  }

  /// The same tenant, none of whose mail goes to those domains.
  public Tenant withSuppressed(Set<String> domains) {
    return new Tenant(
        id,
        name,
        operatorEmail,
        billingState,
        outboundStatus,
        domains,
        createdAt,
        policyChangedAt,
        policyReason,
        clearedAt);
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
