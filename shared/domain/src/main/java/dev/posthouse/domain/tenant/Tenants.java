package dev.posthouse.domain.tenant;

import java.time.Instant;
import java.util.Optional;

/// Tenants and their keys.
public interface Tenants {
  /// Adds a tenant and its first key together. False, and nothing is written, if there is a tenant
  /// with that id: an id that follows from a request tells its repetition.
  boolean create(Tenant tenant, ApiKey key, KeySecret secret);

  /// Adds a key, unless its tenant has one with that id.
  KeyAddition addKey(ApiKey key, KeySecret secret);

  /// The key with that secret as of now: a strongly consistent read, never cached, so that a
  /// revocation holds from its commit on.
  Optional<ApiKey> key(KeySecret secret);

  /// The tenant as of now (strongly consistent).
  Optional<Tenant> find(TenantId id);

  /// Replaces the outbound status. False if there is no such tenant.
  boolean setOutboundStatus(TenantId id, OutboundStatus status);

  /// Replaces the policy decided on by another, unless somebody changed it first: false then, and
  /// if there is no such tenant.
  default boolean changePolicy(TenantId id, SendPolicy before, SendPolicy after, Instant now) {
    return changePolicy(id, before, after, "", now);
  }

  /// As the other, for a reason that is kept.
  boolean changePolicy(
      TenantId id, SendPolicy before, SendPolicy after, String reason, Instant now);

  /// What became of a key to be added.
  sealed interface KeyAddition {
    /// It is there, and works.
    record Added() implements KeyAddition {}

    /// The tenant has, or had, a key with that id: this one, as it was made. Nothing is written.
    record AlreadyThere(ApiKey key) implements KeyAddition {}

    /// There is no such tenant.
    record NoSuchTenant() implements KeyAddition {}
  }
}
