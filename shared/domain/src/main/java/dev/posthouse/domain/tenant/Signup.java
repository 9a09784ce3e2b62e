package dev.posthouse.domain.tenant;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.IdentityId;

/// What a tenant said of itself when it signed up.
///
/// @param identity its first mailbox
/// @param fingerprint hash of the request, so that its repetition is recognised
public record Signup(
    TenantId tenant,
    IdentityId identity,
    EmailAddress mailbox,
    String agentName,
    String productName,
    String useCase,
    String fingerprint) {}
