package dev.posthouse.accounts;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer of `POST /v1/auth/token/rotate`.
///
/// @param token the new secret, shown here and never again; left out where only a mail carries it
/// @param expiresAt when it stops working; null: never
/// @param oldTokenExpiresAt when the presented one stops, or stopped, working
/// @param deliveryStatus what became of the mail: `skipped` if none was asked for
/// @param deliveryMailboxId the mailbox the mail went to
record RotateResponse(
    @Nullable String token,
    @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Instant expiresAt,
    List<String> scopes,
    boolean oldTokenRemainsValid,
    Instant oldTokenExpiresAt,
    RotateRequest.Delivery delivery,
    DeliveryStatus deliveryStatus,
    @Nullable String deliveryMailboxId) {
  /// What became of the mail with the token. Wire form: the lower-case name.
  enum DeliveryStatus {
    SKIPPED,
    QUEUED,
    UNAVAILABLE
  }
}
