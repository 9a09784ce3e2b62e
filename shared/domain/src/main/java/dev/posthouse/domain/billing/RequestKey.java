package dev.posthouse.domain.billing;

/// An Idempotency-Key with what it was used for.
///
/// @param id a hash of tenant, route and key
/// @param fingerprint a hash of the request's body and payment; another one under the same id is
///   another request
public record RequestKey(String id, String fingerprint) {}
