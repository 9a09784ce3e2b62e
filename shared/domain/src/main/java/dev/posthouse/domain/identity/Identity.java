package dev.posthouse.domain.identity;

import dev.posthouse.domain.pool.Roster;
import java.time.Instant;

/// A rotated identity: what it is called and what it may use. What it may send today is on its
/// [Roster].
///
/// @param tierName the tier's name; its numbers are on the roster
/// @param createdBy fingerprint of the request that made it, so that its repetition is recognised
public record Identity(
    Handle handle, String tierName, Instant createdAt, String createdBy, Roster roster) {
  /// Its id.
  public IdentityId id() {
    return roster.identity();
  }
}
