package dev.posthouse.send;

import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.outbound.Binding;
import dev.posthouse.domain.outbound.Refusal;
import dev.posthouse.domain.purse.Quota;
import dev.posthouse.lambda.Json;
import dev.posthouse.lambda.Problem;
import dev.posthouse.lambda.ProblemCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// Refusals as the wire tells them.
final class SendProblems {
  private static final Duration SOON = Duration.ofSeconds(1);

  private SendProblems() {}

  /// The word for a refusal in `results[].reason`.
  static String reason(Refusal refusal) {
    return switch (refusal) {
      case Refusal.IdentityInactive _ -> "inactive";
      case Refusal.OutboundSuspended _ -> "suspended";
      case Refusal.InvalidRecipient _ -> "invalid_recipient";
      case Refusal.RecipientsExceedLimit _ -> "recipients_exceed_limit";
      case Refusal.RecipientSuppressed _ -> "do_not_contact";
      case Refusal.RecipientNotAllowed _ -> "recipient_not_allowed";
      case Refusal.KeyBudgetExceeded _ -> "key_budget_exceeded";
      case Refusal.ExternalSendNotEnabled _ -> "external_send_not_enabled";
      case Refusal.InsufficientCredits _ -> "insufficient_credits";
      case Refusal.QuotaExceeded(var window, _) -> quotaCode(window).code();
      case Refusal.InsideLimitExceeded _, Refusal.CapExceeded _ -> "cap_exceeded";
      case Refusal.NoAccounts _ -> "no_accounts";
      case Refusal.NoEligibleMailbox _ -> "no_eligible_pool";
    };
  }

  /// The code of a refusal. The codes' own order is the order of the guards: the earliest comes
  /// first.
  static ProblemCode code(Refusal refusal) {
    return switch (refusal) {
      case Refusal.IdentityInactive _ -> ProblemCode.IDENTITY_INACTIVE;
      case Refusal.OutboundSuspended _ -> ProblemCode.OUTBOUND_SUSPENDED;
      case Refusal.InvalidRecipient _ -> ProblemCode.INVALID_RECIPIENT;
      case Refusal.RecipientsExceedLimit _ -> ProblemCode.RECIPIENTS_EXCEED_LIMIT;
      case Refusal.RecipientSuppressed _ -> ProblemCode.RECIPIENT_SUPPRESSED;
      case Refusal.RecipientNotAllowed _ -> ProblemCode.RECIPIENT_NOT_ALLOWED;
      case Refusal.KeyBudgetExceeded _ -> ProblemCode.KEY_BUDGET_EXCEEDED;
      case Refusal.ExternalSendNotEnabled _ -> ProblemCode.EXTERNAL_SEND_NOT_ENABLED;
      case Refusal.InsufficientCredits _ -> ProblemCode.INSUFFICIENT_CREDITS;
      case Refusal.QuotaExceeded(var window, _) -> quotaCode(window);
      case Refusal.InsideLimitExceeded _, Refusal.CapExceeded _ -> ProblemCode.CAP_EXCEEDED;
      case Refusal.NoAccounts _ -> ProblemCode.NO_ACCOUNTS;
      case Refusal.NoEligibleMailbox _ -> ProblemCode.NO_ELIGIBLE_MAILBOX;
    };
  }

  private static ProblemCode quotaCode(Quota.Window window) {
    return switch (window) {
      case HOUR -> ProblemCode.HOURLY_QUOTA_EXCEEDED;
      case DAY -> ProblemCode.DAILY_QUOTA_EXCEEDED;
    };
  }

  /// The whole refusal as a problem.
  static Problem of(Refusal refusal, Instant now) {
    Problem problem = Problem.of(code(refusal), detail(refusal)).withFix(fix(refusal));
    if (refusal instanceof Refusal.InsufficientCredits(var required, var available, _)) {
      problem =
          problem
              .with("requiredCredits", required.count())
              .with("availableCredits", available.count());
    }
    Optional<Binding> limit = binding(refusal);
    return limit.isEmpty() ? problem : limited(problem, limit.get(), now);
  }

  private static Problem limited(Problem problem, Binding limit, Instant now) {
    Problem limited = problem.withBinding(binding(limit));
    Instant resetsAt = limit.resetsAt();
    return resetsAt == null ? limited : limited.withRetryAfter(Duration.between(now, resetsAt));
  }

  /// The limit that refuses, if one does.
  static Optional<Binding> binding(Refusal refusal) {
    return switch (refusal) {
      case Refusal.RecipientsExceedLimit(_, Binding binding) -> Optional.of(binding);
      case Refusal.KeyBudgetExceeded(Binding binding) -> Optional.of(binding);
      case Refusal.InsufficientCredits(_, var available, var reserved) ->
          Optional.of(
              new Binding("credits", reserved.count(), available.plus(reserved).count(), null));
      case Refusal.QuotaExceeded(_, Binding binding) -> Optional.of(binding);
      case Refusal.InsideLimitExceeded(Binding binding) -> Optional.of(binding);
      case Refusal.CapExceeded(Binding binding) -> Optional.of(binding);
      case Refusal.IdentityInactive _,
          Refusal.OutboundSuspended _,
          Refusal.InvalidRecipient _,
          Refusal.RecipientSuppressed _,
          Refusal.RecipientNotAllowed _,
          Refusal.ExternalSendNotEnabled _,
          Refusal.NoAccounts _,
          Refusal.NoEligibleMailbox _ ->
          Optional.empty();
    };
  }

  /// Too many others at once: the same request may succeed in a moment.
  static Problem contention() {
    return Problem.of(
            ProblemCode.CONTENTION, "Too many sends of this identity or tenant at this moment.")
        .withRetryAfter(SOON);
  }

  static Problem.Binding binding(Binding binding) {
    return new Problem.Binding(binding.limit(), binding.used(), binding.cap(), binding.resetsAt());
  }

  /// The next step, where the code's own is not the best.
  private static String fix(Refusal refusal) {
    return switch (refusal) {
      case Refusal.IdentityInactive(var state) -> fix(state);
      case Refusal.InsideLimitExceeded _ ->
          "Wait for `binding.resetsAt`: every plan has the same limit.";
      default -> code(refusal).fix();
    };
  }

  private static String fix(IdentityState state) {
    return switch (state) {
      case PROVISIONING -> "Wait; GET /v1/identities/{handle}/domains says for what.";
      case PAUSED ->
          "Resume the identity with PATCH /v1/identities/{handle}; a retired mailbox stays so.";
      case REPAIRING -> "Wait: it goes on once its bounces and complaints are down.";
      case SUSPENDED -> "POST /v1/billing/topup; it goes on within a quarter of an hour.";
      case DELETED -> "Make another identity; its handle is not given again.";
      case ACTIVE -> ProblemCode.IDENTITY_INACTIVE.fix();
    };
  }

  private static String room(Binding binding) {
    Instant at = binding.resetsAt();
    return at == null ? "." : "; there is room at " + Json.time(at) + ".";
  }

  private static String detail(Refusal refusal) {
    return switch (refusal) {
      case Refusal.IdentityInactive(var state) when state == IdentityState.SUSPENDED ->
          "This identity is suspended: its tier is not paid for.";
      case Refusal.IdentityInactive(var state) ->
          "This identity does not send: it is " + state.name().toLowerCase(Locale.ROOT) + ".";
      case Refusal.OutboundSuspended _ -> "Sending is suspended for this tenant.";
      case Refusal.InvalidRecipient(String why) ->
          "The recipient cannot be written to: " + why + ".";
      case Refusal.RecipientsExceedLimit(int recipients, Binding binding) ->
          "The message is for %d recipients outside, and no %s ever holds more than %d."
              .formatted(
                  recipients,
                  binding.limit().endsWith("hour") ? "hour" : "24 hours",
                  binding.cap());
      case Refusal.RecipientSuppressed(var suppression) ->
          "This recipient is suppressed since %s (%s)."
              .formatted(
                  Json.time(suppression.at()),
                  suppression.reason().name().toLowerCase(Locale.ROOT));
      case Refusal.RecipientNotAllowed(String why) -> "The recipient is refused: " + why + ".";
      case Refusal.KeyBudgetExceeded(Binding binding) ->
          "The key's %d of this day are used up (%s).".formatted(binding.cap(), binding.limit());
      case Refusal.ExternalSendNotEnabled _ ->
          "This tenant may not write to addresses outside the platform.";
      case Refusal.InsufficientCredits(var required, var available, var reserved) ->
          "The message costs %s credits; %s are available and %s reserved."
              .formatted(required, available, reserved);
      case Refusal.QuotaExceeded(var window, Binding binding) ->
          "%d of %d recipients outside of the last %s are used%s"
              .formatted(
                  binding.used(),
                  binding.cap(),
                  window == Quota.Window.HOUR ? "hour" : "24 hours",
                  room(binding));
      case Refusal.InsideLimitExceeded(Binding binding) ->
          "The tenant's %d recipients inside of this hour are used up%s"
              .formatted(binding.cap(), room(binding));
      case Refusal.CapExceeded(Binding binding) when binding.limit().equals("daily_cap") ->
          "The identity's %d messages of this day are used up.".formatted(binding.cap());
      case Refusal.CapExceeded(Binding binding) when binding.limit().equals("account_share") ->
          "The identity's share of what SES lets this deployment send in a day, %d messages, is used up."
              .formatted(binding.cap());
      case Refusal.CapExceeded(Binding binding) ->
          "What the mailboxes may send on this day, %d messages, is used up."
              .formatted(binding.cap());
      case Refusal.NoAccounts _ -> "The identity has no mailbox yet.";
      case Refusal.NoEligibleMailbox _ ->
          "No mailbox of the pool is able to send: all are pulled or unhealthy.";
    };
  }
}
