package dev.posthouse.testing;

import dev.posthouse.domain.tenant.ApiKey;
import dev.posthouse.domain.tenant.KeySecret;
import dev.posthouse.domain.tenant.OutboundStatus;
import dev.posthouse.domain.tenant.Tenant;
import dev.posthouse.domain.tenant.TenantId;
import dev.posthouse.domain.tenant.Tenants;
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
      if (store.tenants.putIfAbsent(tenant.id(), tenant) != null) {
        return false;
      }
      store.keysBySecretHash.put(secret.hash(), key);
      return true;
    }
  }

  @Override
  public KeyAddition addKey(ApiKey key, KeySecret secret) {
    synchronized (store) {
      if (!store.tenants.containsKey(key.tenant())) {
        return new KeyAddition.NoSuchTenant();
      }
      Optional<ApiKey> there =
          store.keysBySecretHash.values().stream()
              .filter(other -> other.tenant().equals(key.tenant()) && other.id().equals(key.id()))
              .findFirst();
      if (there.isPresent()) {
        return new KeyAddition.AlreadyThere(there.get());
      }
      store.keysBySecretHash.put(secret.hash(), key);
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
      return store.tenants.computeIfPresent(id, (same, tenant) -> with(tenant, status)) != null;
    }
  }

  private static Tenant with(Tenant tenant, OutboundStatus status) {
    return new Tenant(
        tenant.id(),
        tenant.name(),
        tenant.operatorEmail(),
        tenant.billingState(),
        status,
        tenant.suppressedDomains(),
        tenant.createdAt());
  }
}
