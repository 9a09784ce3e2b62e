package dev.posthouse.domain.identity;

import dev.posthouse.domain.pool.Roster;
import java.time.Instant;

/// What an identity is called and what it may use. What it may send today is on its [Roster].
///
/// @param tierName the tier's name, [#SELF_SERVE] for a mailbox of its own; its numbers are on the
///   roster
/// @param createdBy fingerprint of the request that made it, so that its repetition is recognised
public record Identity(
    Handle handle, String tierName, Instant createdAt, String createdBy, Roster roster) {
  /// The name that stands for a tier where the pool is one mailbox, whose address is the handle.
  public static final String SELF_SERVE = "self_serve";

  /// Most messages a self-serve mailbox sends per UTC day, wherever they go: the internal rate
  /// limit. What goes outside has limits of its own.
  public static final int SELF_SERVE_DAILY_CAP = 1_000;

  /// Whether it is a mailbox of its own.
  public boolean selfServe() {
    return tierName.equals(SELF_SERVE);
  }

  /// The same identity with its roster as it is now.
  public Identity with(Roster now) {
    return new Identity(handle, tierName, createdAt, createdBy, now);
  }

  /// Its id.
  public IdentityId id() {
    return roster.identity();
  }
}
