package dev.posthouse.domain.tenant;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The secrets of keys. [Tenants#key] tells who bears one.
public interface KeyRings {
  /// The ring of that key as of now (strongly consistent), also of one revoked a short time ago.
  Optional<KeyRing> find(TenantId tenant, KeyId id);

  /// Replaces a ring by the next one, unless somebody changed it first: false then, and nothing is
  /// written. From then on [Tenants#key] knows the secrets of the new ring and no others.
  ///
  /// @param after of the same key, at the next revision
  /// @param now a revoked key is known of for a while from then on
  boolean replace(KeyRing before, KeyRing after, Instant now);

  /// The tenant's keys that are not revoked, in the order of their ids, after the given one.
  List<KeyRing> list(TenantId tenant, Optional<KeyId> after, int limit);
}
