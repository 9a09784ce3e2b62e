package dev.posthouse.domain.purse;

import dev.posthouse.domain.tenant.TenantId;
import java.util.List;
import java.util.Optional;

/// Purses and their ledgers. Every tenant has a purse from the moment it is made.
public interface Purses {
  /// The purse as of now (strongly consistent). Empty if there is no such tenant.
  Optional<Purse> find(TenantId tenant);

  /// Books an entry that [LedgerEntry#booking] made: moves the credits and adds the line, together,
  /// and once for its tenant, kind and reference.
  Booking book(LedgerEntry entry);

  /// The tenant's entries, newest first (strongly consistent).
  ///
  /// @param before only those older than this one
  List<LedgerEntry> entries(TenantId tenant, Optional<LedgerEntryId> before, int limit);

  /// What became of an entry to be booked.
  sealed interface Booking {
    /// It is in the ledger, and the purse is as it says.
    record Booked(LedgerEntry entry) implements Booking {}

    /// There was one of that kind and reference before: this one. Nothing is written.
    record AlreadyBooked(LedgerEntry entry) implements Booking {}

    /// It takes more than is available. Nothing is written.
    record NotCovered(Purse purse) implements Booking {}

    /// There is no such tenant.
    record NoSuchTenant() implements Booking {}
  }
}
