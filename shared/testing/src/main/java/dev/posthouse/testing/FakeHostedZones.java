package dev.posthouse.testing;

import dev.posthouse.domain.sending.HostedZones;
import dev.posthouse.domain.sending.RecordSet;
import dev.posthouse.domain.tenant.TenantId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The [HostedZones] in memory. A zone is called by its name.
public final class FakeHostedZones implements HostedZones {
  private final Map<String, List<RecordSet>> zones = new HashMap<>();
  private final Map<String, TenantId> marks = new HashMap<>();
  private int changes;
  private boolean available = true;

  /// Makes a zone, or marks it anew.
  ///
  /// @param tenant null to leave it unmarked
  public synchronized void make(String name, @Nullable TenantId tenant) {
    zones.putIfAbsent(name, new ArrayList<>());
    marks.remove(name);
    if (tenant != null) {
      marks.put(name, tenant);
    }
  }

  /// Puts a set into a zone, as its owner would.
  public synchronized void put(String zone, RecordSet set) {
    sets(zone).removeIf(there -> isSame(there, set));
    sets(zone).add(set);
  }

  /// All that is in a zone.
  public synchronized List<RecordSet> sets(String zone) {
    return zones.getOrDefault(zone, new ArrayList<>());
  }

  /// How often something was changed.
  public synchronized int changes() {
    return changes;
  }

  /// Lets every call fail, or no longer.
  public synchronized void available(boolean value) {
    available = value;
  }

  @Override
  public synchronized Optional<String> find(String domain, TenantId tenant) {
    demandAvailable();
    for (String name = domain; name.contains("."); name = name.substring(name.indexOf('.') + 1)) {
      if (zones.containsKey(name)) {
        return Optional.of(name).filter(zone -> tenant.equals(marks.get(zone)));
      }
    }
    return Optional.empty();
  }

  @Override
  public synchronized List<RecordSet> read(String zone, String domain) {
    demandAvailable();
    return sets(zone).stream()
        .filter(set -> set.name().equals(domain) || set.name().endsWith("." + domain))
        .toList();
  }

  @Override
  public synchronized boolean change(String zone, List<Change> wanted) {
    demandAvailable();
    for (Change change : wanted) {
      Optional<RecordSet> there =
          sets(zone).stream().filter(set -> isSame(set, change.after())).findFirst();
      if (!there.equals(change.before())) {
        return false;
      }
    }
    wanted.forEach(change -> put(zone, change.after()));
    changes++;
    return true;
  }

  @Override
  public synchronized boolean mark(String domain, TenantId tenant) {
    demandAvailable();
    return zones.containsKey(domain) && tenant.equals(marks.computeIfAbsent(domain, _ -> tenant));
  }

  private void demandAvailable() {
    if (!available) {
      throw new UnavailableException("nobody answers", new IllegalStateException("off"));
    }
  }

  private static boolean isSame(RecordSet one, RecordSet other) {
    return one.name().equals(other.name()) && one.type().equals(other.type());
  }
}
