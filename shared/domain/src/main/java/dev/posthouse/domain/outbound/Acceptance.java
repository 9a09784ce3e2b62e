package dev.posthouse.domain.outbound;

import dev.posthouse.domain.EmailAddress;
import java.time.Instant;

/// The answer a job was accepted with, kept so that repeating the request gives it again.
///
/// @param fingerprint hash of the request; another request under the same key is a conflict
/// @param account the mailbox chosen then
/// @param dispatchAt when it was to be sent
/// @param remaining what was left of the identity's cap of that day
public record Acceptance(
    Instant at,
    String fingerprint,
    SendClass sendClass,
    Affinity affinity,
    EmailAddress account,
    Instant dispatchAt,
    int remaining,
    DeliveryGuarantee guarantee) {}
