package dev.posthouse.domain.billing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What has become of a payment so far.
///
/// @param version counts writes, from 1: a writer that saw an older one loses
/// @param signature what the payer signed with, kept while it may be needed: with the authorization
///   it is as good as the money
/// @param leaseUntil until when somebody works on it; null for nobody
/// @param settleStartedAt when the facilitator was first asked to settle; null if it never was.
///   From then on the money may have moved
/// @param transaction the transfer on the chain, as far as it is known
/// @param reason what the facilitator or the chain said last, if it was no success
/// @param looks how often the chain was looked at
/// @param lookAt when it is to be looked at next; null for never
public record Progress(
    ReceiptStatus status,
    long version,
    @Nullable String signature,
    @Nullable Instant leaseUntil,
    @Nullable Instant settleStartedAt,
    @Nullable String transaction,
    @Nullable String reason,
    int looks,
    @Nullable Instant lookAt,
    Instant updatedAt) {
  /// The signature is not for logs.
  @Override
  public String toString() {
    return "Progress[%s, version %d, transaction %s, reason %s]"
        .formatted(status, version, transaction, reason);
  }
}
