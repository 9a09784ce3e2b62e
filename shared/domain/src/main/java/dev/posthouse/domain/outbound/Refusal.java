package dev.posthouse.domain.outbound;

import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.purse.Credits;
import dev.posthouse.domain.purse.Quota;
import dev.posthouse.domain.tenant.Suppression;

/// Why a message is not taken. Listed in descending precedence: where several apply, the caller
/// sees the first.
public sealed interface Refusal {
  /// Whether it is due to limits and permissions of the sender that hold for recipients outside
  /// too, not to this one recipient.
  default boolean ofTheSender() {
    return switch (this) {
      case InvalidRecipient _, RecipientSuppressed _, RecipientNotAllowed _ -> false;
      // Those outside go their own way, whatever happens to those inside.
      case InsideLimitExceeded _ -> false;
      default -> true;
    };
  }

  /// The identity is not sending: being made, paused or suspended.
  record IdentityInactive(IdentityState state) implements Refusal {}

  /// The tenant is suspended.
  record OutboundSuspended() implements Refusal {}

  /// The recipient is not an address mail can go to.
  record InvalidRecipient(String why) implements Refusal {}

  /// The message is for more people outside than the tenant may ever write to at once.
  record RecipientsExceedLimit(int recipients, Binding binding) implements Refusal {}

  /// The recipient must not be written to.
  record RecipientSuppressed(Suppression suppression) implements Refusal {}

  /// The key may not write to that recipient.
  record RecipientNotAllowed(String why) implements Refusal {}

  /// The key has done what it may do on a day.
  record KeyBudgetExceeded(Binding binding) implements Refusal {}

  /// The tenant's mail may not leave the platform.
  record ExternalSendNotEnabled() implements Refusal {}

  /// The tenant has fewer credits than the message costs.
  ///
  /// @param reserved those of its credits that are promised to jobs that have not ended
  record InsufficientCredits(Credits required, Credits available, Credits reserved)
      implements Refusal {}

  /// The tenant has written to as many people outside as its plan lets it in such a window.
  record QuotaExceeded(Quota.Window window, Binding binding) implements Refusal {}

  /// The tenant's mailboxes have written to as many mailboxes of this platform as they may in an
  /// hour.
  record InsideLimitExceeded(Binding binding) implements Refusal {}

  /// The day's cap, or what its mailboxes may send of it, is used up.
  record CapExceeded(Binding binding) implements Refusal {}

  /// The identity has no mailbox at all.
  record NoAccounts() implements Refusal {}

  /// The identity has mailboxes, and none is able to send.
  record NoEligibleMailbox() implements Refusal {}
}
