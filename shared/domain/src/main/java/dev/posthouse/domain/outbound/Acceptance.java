package dev.posthouse.domain.outbound;

import dev.posthouse.domain.EmailAddress;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The answer a job was accepted with, kept so that repeating the request gives it again.
///
/// @param fingerprint hash of the request; another request under the same key is a conflict
/// @param account the mailbox chosen then
/// @param dispatchAt when it was to be sent
/// @param remaining what was left of the identity's cap of that day
/// @param noReplyAfter how long to wait for an answer from when it goes out; null: not at all
public record Acceptance(
    Instant at,
    String fingerprint,
    SendClass sendClass,
    Affinity affinity,
    EmailAddress account,
    Instant dispatchAt,
    int remaining,
    DeliveryGuarantee guarantee,
    @Nullable Duration noReplyAfter) {
  /// The acceptance of a message whose answer nobody waits for.
  public Acceptance(
      Instant at,
      String fingerprint,
      SendClass sendClass,
      Affinity affinity,
      EmailAddress account,
      Instant dispatchAt,
      int remaining,
      DeliveryGuarantee guarantee) {
    this(at, fingerprint, sendClass, affinity, account, dispatchAt, remaining, guarantee, null);
  }
}
