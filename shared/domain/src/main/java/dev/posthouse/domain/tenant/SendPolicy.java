package dev.posthouse.domain.tenant;

import java.util.Optional;

/// What a tenant pays for and how far its mail may go, and the ways from one such state to another.
///
/// ```
/// free, internal_only --paid--> paid_review, external_review --approved--> paid_active, external_enabled
/// any --suspended--> the same billing, suspended --reinstated--> what that billing stands for
/// ```
///
/// No payment lifts a suspension: it changes the billing, and the operator reinstates to that.
public record SendPolicy(BillingState billing, OutboundStatus outbound) {
  /// Whether billing and outbound status go together: a review is paid for and not yet decided.
  public boolean consistent() {
    return (outbound != OutboundStatus.EXTERNAL_REVIEW || billing == BillingState.PAID_REVIEW)
        && (billing != BillingState.PAID_REVIEW
            || outbound == OutboundStatus.EXTERNAL_REVIEW
            || outbound == OutboundStatus.SUSPENDED);
  }

  /// After an upgrade was paid for.
  ///
  /// @param approved whether upgrades need no review here
  public SendPolicy paid(boolean approved) {
    if (billing == BillingState.PAID_ACTIVE) {
      return this;
    }
    boolean enabled = approved || outbound == OutboundStatus.EXTERNAL_ENABLED;
    BillingState paid = enabled ? BillingState.PAID_ACTIVE : BillingState.PAID_REVIEW;
    return new SendPolicy(paid, outbound == OutboundStatus.SUSPENDED ? outbound : standing(paid));
  }

  /// After the operator's decision; empty if it cannot be made in this state.
  public Optional<SendPolicy> decided(Decision decision) {
    boolean suspended = outbound == OutboundStatus.SUSPENDED;
    return switch (decision) {
      case APPROVE_EXTERNAL ->
          suspended
              ? Optional.empty()
              : Optional.of(
                  new SendPolicy(BillingState.PAID_ACTIVE, OutboundStatus.EXTERNAL_ENABLED));
      case RESET_REVIEW ->
          suspended || billing == BillingState.FREE
              ? Optional.empty()
              : Optional.of(
                  new SendPolicy(BillingState.PAID_REVIEW, OutboundStatus.EXTERNAL_REVIEW));
      case SUSPEND_OUTBOUND -> Optional.of(new SendPolicy(billing, OutboundStatus.SUSPENDED));
      case REINSTATE ->
          suspended ? Optional.of(new SendPolicy(billing, standing(billing))) : Optional.empty();
    };
  }

  private static OutboundStatus standing(BillingState billing) {
    return switch (billing) {
      case FREE -> OutboundStatus.INTERNAL_ONLY;
      case PAID_REVIEW -> OutboundStatus.EXTERNAL_REVIEW;
      case PAID_ACTIVE -> OutboundStatus.EXTERNAL_ENABLED;
    };
  }

  /// What the operator decides. Wire form: the lower-case name.
  public enum Decision {
    /// The tenant may write to anyone.
    APPROVE_EXTERNAL,
    /// A tenant that pays is to be looked at again.
    RESET_REVIEW,
    /// Nothing of it leaves from now on.
    SUSPEND_OUTBOUND,
    /// It may go on as its billing says.
    REINSTATE
  }
}
