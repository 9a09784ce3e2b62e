package dev.posthouse.billing;

import dev.posthouse.domain.purse.Purse;
import dev.posthouse.domain.tenant.BillingState;
import dev.posthouse.domain.tenant.OutboundStatus;
import java.time.Instant;

/// A tenant's billing account as the API shows it.
///
/// @param status `trial` before it has paid for an upgrade, `active` afterwards, `suspended`
///   whenever it is that
/// @param totalCredits available and reserved ones
/// @param updatedAt when this was read
record AccountView(
    String tenantId,
    String status,
    BillingState pricingTier,
    long availableCredits,
    long reservedCredits,
    long totalCredits,
    Instant updatedAt) {
  static AccountView of(Purse purse, Instant now) {
    return new AccountView(
        purse.tenant().value(),
        status(purse),
        purse.policy().billing(),
        purse.available().count(),
        purse.reserved().count(),
        purse.total().count(),
        now);
  }

  private static String status(Purse purse) {
    if (purse.policy().outbound() == OutboundStatus.SUSPENDED) {
      return "suspended";
    }
    return purse.policy().billing() == BillingState.FREE ? "trial" : "active";
  }
}
