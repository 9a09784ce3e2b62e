package dev.posthouse.accounts;

import dev.posthouse.domain.purse.LedgerEntry;
import dev.posthouse.lambda.Json;
import dev.posthouse.lambda.Problem;
import org.jspecify.annotations.Nullable;

/// The body of `POST /v1/tenants/{tenantId}/credits`.
///
/// @param credits to give; negative to take
/// @param reason in words, for the ledger
record CreditsRequest(@Nullable Long credits, @Nullable String reason) {
  /// Most credits of one adjustment.
  static final long CREDITS_MAX = 1_000_000;

  CreditsRequest {
    long size = Math.abs(Json.required("credits", credits));
    if (size < 1 || size > CREDITS_MAX) {
      throw Problem.invalidField(
              "credits", "is within 1 and %1$d, or -1 and -%1$d".formatted(CREDITS_MAX))
          .asException();
    }
    String words = Json.required("reason", reason);
    if (words.isBlank() || words.length() > LedgerEntry.REASON_MAX) {
      throw Problem.invalidField(
              "reason", "has 1 to %d characters".formatted(LedgerEntry.REASON_MAX))
          .asException();
    }
  }

  long amount() {
    return Json.required("credits", credits);
  }

  String why() {
    return Json.required("reason", reason).strip();
  }
}
