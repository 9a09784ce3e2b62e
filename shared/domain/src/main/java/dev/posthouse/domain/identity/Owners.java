package dev.posthouse.domain.identity;

import dev.posthouse.domain.tenant.TenantId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Whose an identity is, and what it is called. Neither ever changes, so what was read once is
/// remembered for as long as the process lives.
public final class Owners {
  private static final int REMEMBERED_MAX = 10_000;

  private final Identities identities;
  private final Map<IdentityId, Owner> known = new ConcurrentHashMap<>();

  public Owners(Identities identities) {
    this.identities = identities;
  }

  /// What never changes about an identity.
  public record Owner(TenantId tenant, Handle handle) {}

  /// The owner of that identity; empty if there is no such identity.
  public Optional<Owner> find(IdentityId id) {
    Owner remembered = known.get(id);
    if (remembered != null) {
      return Optional.of(remembered);
    }
    Optional<Owner> owner =
        identities.roster(id).map(roster -> new Owner(roster.tenant(), roster.handle()));
    if (known.size() >= REMEMBERED_MAX) {
      known.clear();
    }
    owner.ifPresent(found -> known.put(id, found));
    return owner;
  }

  /// The identity's handle for a line of the log, or its id where that cannot be read: a line is
  /// never what makes the work fail that it tells of.
  public String name(IdentityId id) {
    try {
      return find(id).map(owner -> owner.handle().value()).orElse(id.value());
    } catch (RuntimeException e) {
      return id.value();
    }
  }
}
