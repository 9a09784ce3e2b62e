package dev.posthouse.testing;

import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.sending.SendingDomain;
import dev.posthouse.domain.sending.SendingDomains;
import dev.posthouse.domain.tenant.TenantId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The [SendingDomains] in memory.
public final class FakeSendingDomains implements SendingDomains {
  private final Map<Place, SendingDomain> domains = new HashMap<>();
  private final Map<String, TenantId> owners = new HashMap<>();
  private final Set<String> registering = new HashSet<>();
  private final Map<TenantId, Integer> registered = new HashMap<>();

  @Override
  public synchronized List<SendingDomain> list(IdentityId identity) {
    return domains.values().stream()
        .filter(domain -> domain.identity().equals(identity))
        .sorted(Comparator.comparing(SendingDomain::name))
        .toList();
  }

  @Override
  public synchronized Optional<SendingDomain> find(IdentityId identity, String name) {
    return Optional.ofNullable(domains.get(new Place(identity, name)));
  }

  @Override
  public synchronized boolean add(SendingDomain domain) {
    return domains.putIfAbsent(new Place(domain.identity(), domain.name()), domain) == null;
  }

  @Override
  public synchronized boolean replace(SendingDomain before, SendingDomain after) {
    SendingDomain there = domains.get(new Place(after.identity(), after.name()));
    if (there == null || there.revision() != before.revision()) {
      return false;
    }
    domains.put(new Place(after.identity(), after.name()), after);
    return true;
  }

  @Override
  public synchronized boolean claim(String name, TenantId tenant) {
    TenantId owner = owners.putIfAbsent(name, tenant);
    return owner == null || owner.equals(tenant);
  }

  @Override
  public synchronized Registering register(
      Optional<SendingDomain> before, SendingDomain after, int perTenantMax) {
    SendingDomain there = domains.get(new Place(after.identity(), after.name()));
    boolean asSeen =
        before.isEmpty()
            ? there == null
            : there != null && there.revision() == before.get().revision();
    if (!asSeen) {
      return Registering.CHANGED;
    }
    if (registering.contains(after.name())) {
      return Registering.TAKEN;
    }
    if (registered.getOrDefault(after.tenant(), 0) >= perTenantMax) {
      return Registering.TOO_MANY;
    }
    domains.put(new Place(after.identity(), after.name()), after);
    registering.add(after.name());
    registered.merge(after.tenant(), 1, Integer::sum);
    return Registering.DONE;
  }

  @Override
  public synchronized boolean giveUp(SendingDomain before, SendingDomain after) {
    if (!replace(before, after)) {
      return false;
    }
    registering.remove(after.name());
    registered.merge(after.tenant(), -1, Integer::sum);
    return true;
  }

  private record Place(IdentityId identity, String name) {}
}
