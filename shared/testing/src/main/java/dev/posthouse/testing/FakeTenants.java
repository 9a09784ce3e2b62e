package dev.posthouse.testing;

import dev.posthouse.domain.tenant.ApiKey;
import dev.posthouse.domain.tenant.KeyRing;
import dev.posthouse.domain.tenant.KeySecret;
import dev.posthouse.domain.tenant.OutboundStatus;
import dev.posthouse.domain.tenant.SendPolicy;
import dev.posthouse.domain.tenant.Tenant;
import dev.posthouse.domain.tenant.TenantId;
import dev.posthouse.domain.tenant.Tenants;
import java.time.Instant;
import java.util.Optional;

/// The [Tenants] in memory.
public final class FakeTenants implements Tenants {
  private final FakeStore store;

  public FakeTenants(FakeStore store) {
    this.store = store;
  }

  @Override
  public boolean create(Tenant tenant, ApiKey key, KeySecret secret) {
    synchronized (store) {
      if (store.tenants.containsKey(tenant.id())) {
        return false;
      }
      store.put(tenant);
      FakeKeyRings.put(store, KeyRing.first(key, secret));
      return true;
    }
  }

  @Override
  public KeyAddition addKey(ApiKey key, KeySecret secret) {
    synchronized (store) {
      if (!store.tenants.containsKey(key.tenant())) {
        return new KeyAddition.NoSuchTenant();
      }
      KeyRing there = store.keyRings.get(FakeKeyRings.name(key.tenant(), key.id()));
      if (there != null) {
        return new KeyAddition.AlreadyThere(there.key());
      }
      FakeKeyRings.put(store, KeyRing.first(key, secret));
      return new KeyAddition.Added();
    }
  }

  @Override
  public Optional<ApiKey> key(KeySecret secret) {
    synchronized (store) {
      return Optional.ofNullable(store.keysBySecretHash.get(secret.hash()));
    }
  }

  @Override
  public Optional<Tenant> find(TenantId id) {
    synchronized (store) {
      return Optional.ofNullable(store.tenants.get(id));
    }
  }

  @Override
  public boolean setOutboundStatus(TenantId id, OutboundStatus status) {
    synchronized (store) {
      Optional<Tenant> found = find(id);
      found.ifPresent(tenant -> store.put(tenant.with(status)));
      return found.isPresent();
    }
  }

  @Override
  public boolean changePolicy(
      TenantId id, SendPolicy before, SendPolicy after, String reason, Instant now) {
    synchronized (store) {
      Tenant tenant = store.tenants.get(id);
      if (tenant == null || !tenant.policy().equals(before)) {
        return false;
      }
      store.put(tenant.with(after, reason, now));
      return true;
    }
  }
}
