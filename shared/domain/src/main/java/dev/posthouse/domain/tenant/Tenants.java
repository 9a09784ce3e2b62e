package dev.posthouse.domain.tenant;

import java.util.Optional;

/// Tenants and their keys.
public interface Tenants {
  /// Adds a tenant and its first key together; the tenant's id must be new.
  void create(Tenant tenant, ApiKey key, KeySecret secret);

  /// Adds a key. False if there is no such tenant.
  boolean addKey(ApiKey key, KeySecret secret);

  /// The key with that secret as of now: a strongly consistent read, never cached, so that a
  /// revocation holds from its commit on.
  Optional<ApiKey> key(KeySecret secret);

  /// The tenant as of now (strongly consistent).
  Optional<Tenant> find(TenantId id);

  /// Replaces the outbound status. False if there is no such tenant.
  boolean setOutboundStatus(TenantId id, OutboundStatus status);
}
