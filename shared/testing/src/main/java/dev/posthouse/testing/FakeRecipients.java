package dev.posthouse.testing;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.outbound.Correspondent;
import dev.posthouse.domain.outbound.Recipients;
import dev.posthouse.domain.tenant.Suppression;
import dev.posthouse.domain.tenant.Tenant;
import dev.posthouse.domain.tenant.TenantId;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The [Recipients] in memory.
public final class FakeRecipients implements Recipients {
  private final FakeStore store;

  public FakeRecipients(FakeStore store) {
    this.store = store;
  }

  @Override
  public Correspondent find(TenantId tenant, IdentityId identity, EmailAddress address) {
    synchronized (store) {
      return store.correspondent(tenant, identity, address);
    }
  }

  @Override
  public boolean suppress(
      TenantId tenant,
      Optional<IdentityId> identity,
      EmailAddress address,
      Suppression suppression) {
    var entry = new Suppressed(address.canonical(), identity, suppression);
    synchronized (store) {
      return of(tenant).putIfAbsent(entry.place(), entry) == null;
    }
  }

  @Override
  public boolean unsubscribe(
      TenantId tenant, IdentityId through, EmailAddress address, Instant at) {
    return suppress(
        tenant, Optional.empty(), address, new Suppression(Suppression.Reason.UNSUBSCRIBED, at));
  }

  @Override
  public boolean release(TenantId tenant, Optional<IdentityId> identity, EmailAddress address) {
    String scope = identity.map(IdentityId::value).orElse("*");
    synchronized (store) {
      return of(tenant).remove(address.canonical() + "#" + scope) != null;
    }
  }

  @Override
  public DomainChange suppressDomain(TenantId tenant, String domain, Suppression suppression) {
    var entry = new Suppressed("@" + domain, Optional.empty(), suppression);
    synchronized (store) {
      var domains = new HashSet<>(domains(tenant));
      if (domains.contains(domain)) {
        return DomainChange.THERE_BEFORE;
      }
      if (domains.size() >= SUPPRESSED_DOMAINS_MAX) {
        return DomainChange.TOO_MANY;
      }
      of(tenant).put(entry.place(), entry);
      domains.add(domain);
      store.tenants.computeIfPresent(tenant, (id, found) -> found.withSuppressed(domains));
      return DomainChange.ADDED;
    }
  }

  @Override
  public boolean releaseDomain(TenantId tenant, String domain) {
    synchronized (store) {
      var domains = new HashSet<>(domains(tenant));
      domains.remove(domain);
      store.tenants.computeIfPresent(tenant, (id, found) -> found.withSuppressed(domains));
      return of(tenant).remove("@" + domain + "#*") != null;
    }
  }

  private Set<String> domains(TenantId tenant) {
    return Optional.ofNullable(store.tenants.get(tenant))
        .map(Tenant::suppressedDomains)
        .orElseThrow(() -> new IllegalStateException("no tenant " + tenant));
  }

  @Override
  public List<Suppressed> suppressed(TenantId tenant, Optional<String> after, int limit) {
    synchronized (store) {
      NavigableMap<String, Suppressed> all = of(tenant);
      return after.map(place -> all.tailMap(place, false)).orElse(all).values().stream()
          .limit(limit)
          .toList();
    }
  }

  private NavigableMap<String, Suppressed> of(TenantId tenant) {
    return store.suppressions.computeIfAbsent(tenant, key -> new TreeMap<>());
  }
}
