package dev.posthouse.testing;

import dev.posthouse.domain.purse.LedgerEntry;
import dev.posthouse.domain.purse.LedgerEntryId;
import dev.posthouse.domain.purse.Purse;
import dev.posthouse.domain.purse.Purses;
import dev.posthouse.domain.tenant.TenantId;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// The [Purses] in memory.
public final class FakePurses implements Purses {
  private final FakeStore store;

  public FakePurses(FakeStore store) {
    this.store = store;
  }

  @Override
  public Optional<Purse> find(TenantId tenant) {
    synchronized (store) {
      return Optional.ofNullable(store.purses.get(tenant));
    }
  }

  @Override
  public Booking book(LedgerEntry entry) {
    synchronized (store) {
      Optional<LedgerEntry> known = known(entry);
      if (known.isPresent()) {
        return new Booking.AlreadyBooked(known.get());
      }
      Purse purse = store.purses.get(entry.tenant());
      if (purse == null) {
        return new Booking.NoSuchTenant();
      }
      return apply(store, entry) ? new Booking.Booked(entry) : new Booking.NotCovered(purse);
    }
  }

  private Optional<LedgerEntry> known(LedgerEntry entry) {
    return ledger(entry.tenant()).values().stream()
        .filter(
            other -> other.kind() == entry.kind() && other.reference().equals(entry.reference()))
        .findFirst();
  }

  /// Moves the credits and adds the line, if the purse has them.
  static boolean apply(FakeStore store, LedgerEntry entry) {
    Optional<Purse> after =
        Optional.ofNullable(store.purses.get(entry.tenant())).flatMap(purse -> purse.after(entry));
    after.ifPresent(purse -> {
      store.purses.put(purse.tenant(), purse);
      store
          .ledgers
          .computeIfAbsent(purse.tenant(), tenant -> new TreeMap<>())
          .put(entry.id().value(), entry);
    });
    return after.isPresent();
  }

  @Override
  public List<LedgerEntry> entries(TenantId tenant, Optional<LedgerEntryId> before, int limit) {
    synchronized (store) {
      NavigableMap<String, LedgerEntry> lines = ledger(tenant);
      return before
          .map(id -> lines.headMap(id.value(), false))
          .orElse(lines)
          .descendingMap()
          .values()
          .stream()
          .limit(limit)
          .toList();
    }
  }

  private NavigableMap<String, LedgerEntry> ledger(TenantId tenant) {
    return store.ledgers.getOrDefault(tenant, new TreeMap<>());
  }
}
