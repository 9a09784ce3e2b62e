package dev.posthouse.testing;

import dev.posthouse.domain.tenant.KeyId;
import dev.posthouse.domain.tenant.KeyRing;
import dev.posthouse.domain.tenant.KeyRings;
import dev.posthouse.domain.tenant.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The [KeyRings] in memory.
public final class FakeKeyRings implements KeyRings {
  private final FakeStore store;

  public FakeKeyRings(FakeStore store) {
    this.store = store;
  }

  static String name(TenantId tenant, KeyId id) {
    return tenant.value() + "#" + id.value();
  }

  static void put(FakeStore store, KeyRing ring) {
    store.keyRings.put(name(ring.key().tenant(), ring.key().id()), ring);
    ring.secrets().forEach(secret -> store.keysBySecretHash.put(secret.hash(), ring.with(secret)));
  }

  @Override
  public Optional<KeyRing> find(TenantId tenant, KeyId id) {
    synchronized (store) {
      return Optional.ofNullable(store.keyRings.get(name(tenant, id)));
    }
  }

  @Override
  public boolean replace(KeyRing before, KeyRing after, Instant now) {
    synchronized (store) {
      KeyRing current = store.keyRings.get(name(before.key().tenant(), before.key().id()));
      if (current == null || current.revision() != before.revision()) {
        return false;
      }
      current.secrets().forEach(secret -> store.keysBySecretHash.remove(secret.hash()));
      put(store, after);
      return true;
    }
  }

  @Override
  public List<KeyRing> list(TenantId tenant, Optional<KeyId> after, int limit) {
    synchronized (store) {
      String from = after.map(id -> name(tenant, id)).orElse(tenant.value() + "#");
      return store.keyRings.tailMap(from, false).values().stream()
          .takeWhile(ring -> ring.key().tenant().equals(tenant))
          .filter(ring -> !ring.revoked())
          .limit(limit)
          .toList();
    }
  }
}
