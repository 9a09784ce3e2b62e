package dev.posthouse.identities;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.lambda.Problem;
import dev.posthouse.lambda.ProblemCode;

/// Refusals as the wire tells them.
final class IdentityProblems {
  private IdentityProblems() {}

  static Problem of(CreateIdentityResult refused) {
    return switch (refused) {
      case CreateIdentityResult.KeyReused() ->
          Problem.of(
              ProblemCode.IDEMPOTENCY_CONFLICT,
              "This Idempotency-Key came with another request before.");
      case CreateIdentityResult.NotEnabled() ->
          Problem.of(
                  ProblemCode.EXTERNAL_SEND_NOT_ENABLED,
                  "Identities are for tenants that may write to people outside the platform.")
              .withFix("Upgrade with POST /v1/billing/upgrade-intent, or ask the operator.");
      case CreateIdentityResult.HandleTaken() ->
          Problem.of(ProblemCode.HANDLE_TAKEN, "This handle is taken.");
      case CreateIdentityResult.Created _ -> throw new IllegalArgumentException("not refused");
    };
  }

  static Problem suspended() {
    return Problem.of(
            ProblemCode.IDENTITY_INACTIVE, "This identity is suspended: its tier is not paid for.")
        .withFix("POST /v1/billing/topup; it goes on within a quarter of an hour.");
  }

  static Problem deleted() {
    return Problem.of(ProblemCode.IDENTITY_INACTIVE, "This identity is deleted.")
        .withFix("Make another identity; its handle is not given again.");
  }

  static Problem noSuchMailbox() {
    return Problem.of(ProblemCode.NOT_FOUND, "The pool has no mailbox with that address.");
  }

  static Problem retired() {
    return Problem.of(ProblemCode.CONFLICT, "The mailbox is retired, which is final.")
        .withFix("Add another with POST /v1/identities/{handle}/pool.");
  }

  static Problem addressTaken(EmailAddress address) {
    return Problem.of(ProblemCode.ALREADY_EXISTS, "The address %s is taken.".formatted(address))
        .withFix("Choose another address; one of this pool is changed with PATCH.");
  }

  static Problem poolFull(int max) {
    return Problem.of(ProblemCode.CONFLICT, "A pool has at most %d mailboxes.".formatted(max))
        .withFix("Make another identity.");
  }
}
