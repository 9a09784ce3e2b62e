package dev.posthouse.domain.sending;

import dev.posthouse.domain.tenant.TenantId;
import java.util.List;
import java.util.Optional;

/// The public DNS zones in the operator's account, as far as they are marked as a tenant's.
///
/// Anybody may name any domain, so what counts is the mark and not the name: a zone that is not
/// marked is never read nor written.
public interface HostedZones {
  /// The zone that holds a domain's records, the closest above it, if it is marked as the tenant's.
  ///
  /// @return what the zone is called in the other calls
  /// @throws UnavailableException if that cannot be told
  Optional<String> find(String domain, TenantId tenant);

  /// All that is at a domain and below it, as of now.
  ///
  /// @throws UnavailableException if that cannot be told
  List<RecordSet> read(String zone, String domain);

  /// Makes changes, all of them or none. False if one of the sets is no longer as it was seen.
  ///
  /// @throws UnavailableException if that cannot be done, or nobody knows whether it was
  boolean change(String zone, List<Change> changes);

  /// Marks the one public zone of exactly that name as a tenant's, unless it is marked already.
  ///
  /// @return whether it is the tenant's then; false if there is none, or more than one
  /// @throws UnavailableException if that cannot be done, or nobody knows whether it was
  boolean mark(String domain, TenantId tenant);

  /// A set of records that is to take the place of another, or of none.
  record Change(Optional<RecordSet> before, RecordSet after) {}

  /// Those of a deployment that keeps no zones.
  static HostedZones none() {
    return new HostedZones() {
      @Override
      public Optional<String> find(String domain, TenantId tenant) {
        return Optional.empty();
      }

      @Override
      public List<RecordSet> read(String zone, String domain) {
        return List.of();
      }

      @Override
      public boolean change(String zone, List<Change> changes) {
        return false;
      }

      @Override
      public boolean mark(String domain, TenantId tenant) {
        return false;
      }
    };
  }

  /// Who keeps the zones does not answer, or does not let us.
  final class UnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnavailableException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
