package dev.posthouse.domain.sending;

import dev.posthouse.domain.sending.HostedZones.Change;
import java.util.List;
import java.util.Optional;

/// Puts the records a domain lacks into its zone, where the operator keeps that and has marked it
/// as the tenant's.
public final class KeepRecords {
  private final HostedZones zones;

  public KeepRecords(HostedZones zones) {
    this.zones = zones;
  }

  /// Looks at the zone itself rather than the DNS, whose answers may be old, and changes it only
  /// where something is missing.
  Kept keep(SendingDomain domain, List<DnsRecord> expected) {
    try {
      Optional<String> zone = zones.find(domain.name(), domain.tenant());
      if (zone.isEmpty()) {
        return new Kept.Elsewhere();
      }
      List<Change> missing = MissingRecords.of(expected, zones.read(zone.get(), domain.name()));
      // Whoever was faster is seen at the next look.
      boolean changed = !missing.isEmpty() && zones.change(zone.get(), missing);
      return new Kept.Here(
          changed
              ? missing.stream()
                  .map(each -> each.after().type() + " " + each.after().name())
                  .toList()
              : List.of());
    } catch (HostedZones.UnavailableException e) {
      return new Kept.Unknown(e);
    }
  }

  /// What became of it.
  public sealed interface Kept {
    /// No zone of the operator's is marked as the tenant's: the customer keeps the records.
    record Elsewhere() implements Kept {}

    /// The zone is there.
    ///
    /// @param written the sets that were made or added to, as `TYPE name`
    record Here(List<String> written) implements Kept {
      public Here {
        written = List.copyOf(written);
      }
    }

    /// Nobody could tell; the next look asks again.
    record Unknown(HostedZones.UnavailableException why) implements Kept {}
  }
}
