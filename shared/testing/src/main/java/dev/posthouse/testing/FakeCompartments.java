package dev.posthouse.testing;

import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.sending.Compartments;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// [Compartments] in memory.
public final class FakeCompartments implements Compartments {
  private final Map<IdentityId, Set<String>> domains = new HashMap<>();
  private final Map<IdentityId, Objection> objections = new HashMap<>();
  private final Set<String> unknown = new HashSet<>();

  /// From now on the provider knows nothing of that domain, or does again.
  public synchronized void know(String domain, boolean known) {
    if (known) {
      unknown.remove(domain);
    } else {
      unknown.add(domain);
    }
  }

  /// From now on the provider has that against the identity's compartment.
  public synchronized void objectTo(IdentityId identity, Objection objection) {
    if (objection.equals(Objection.NONE)) {
      objections.remove(identity);
    } else {
      objections.put(identity, objection);
    }
  }

  /// The domains whose mail goes through the identity's compartment, by identity.
  public synchronized Map<IdentityId, Set<String>> all() {
    return Map.copyOf(domains);
  }

  @Override
  public synchronized Set<String> prepare(IdentityId identity, Set<String> wanted) {
    Set<String> within = new HashSet<>(wanted);
    within.removeAll(unknown);
    domains.computeIfAbsent(identity, _ -> new HashSet<>()).addAll(within);
    return within;
  }

  @Override
  public synchronized void remove(IdentityId identity) {
    domains.remove(identity);
    objections.remove(identity);
  }

  @Override
  public synchronized Map<IdentityId, Objection> objections() {
    return Map.copyOf(objections);
  }
}
