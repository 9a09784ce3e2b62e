package dev.posthouse.local.run;

import dev.posthouse.local.aws.LocalZone;
import dev.posthouse.local.store.FirstDue;
import dev.posthouse.local.store.LocalTable;
import dev.posthouse.local.trigger.VirtualClock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Whether a scheduled function would find nothing to do, so that weeks can be put forward in
/// seconds. Any number of threads.
final class Idle implements Predicate<String> {
  /// What these do is what the index of due items names, and nothing else.
  static final Set<String> BY_WHAT_IS_DUE = Set.of("SweepFunction", "ReconcilePaymentsFunction");

  /// What this does follows from the table, the DNS and the time. What comes by time alone (a
  /// tier's period, a registration that ends) may be up to an hour late while the clock is put
  /// forward; as time passes it runs as the template says.
  static final String BY_WHAT_HAS_CHANGED = "RepairFunction";

  private record World(long tableWrites, long zoneChanges, Instant hour) {}

  private final LocalTable table;
  private final LocalZone zone;
  private final FirstDue firstDue;
  private final VirtualClock clock;
  private Optional<World> last = Optional.empty();

  Idle(LocalTable table, LocalZone zone, FirstDue firstDue, VirtualClock clock) {
    this.table = table;
    this.zone = zone;
    this.firstDue = firstDue;
    this.clock = clock;
  }

  @Override
  public boolean test(String function) {
    if (function.equals(BY_WHAT_HAS_CHANGED)) {
      return !changed();
    }
    return BY_WHAT_IS_DUE.contains(function)
        && firstDue.at().filter(at -> at <= clock.instant().toEpochMilli()).isEmpty();
  }

  /// A run that writes makes for another.
  private synchronized boolean changed() {
    var now =
        Optional.of(
            new World(
                table.writes(), zone.changes(), clock.instant().truncatedTo(ChronoUnit.HOURS)));
    boolean changed = !now.equals(last);
    last = now;
    return changed;
  }
}
