package dev.posthouse.testing;

import dev.posthouse.domain.billing.PaymentKey;
import dev.posthouse.domain.billing.Receipt;
import dev.posthouse.domain.billing.ReceiptId;
import dev.posthouse.domain.billing.Receipts;
import dev.posthouse.domain.billing.RequestKey;
import dev.posthouse.domain.tenant.Tenant;
import dev.posthouse.domain.tenant.TenantId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The [Receipts] in memory.
public final class FakeReceipts implements Receipts {
  private final FakeStore store;

  public FakeReceipts(FakeStore store) {
    this.store = store;
  }

  @Override
  public Reservation reserve(Receipt receipt) {
    synchronized (store) {
      RequestKey request = receipt.request();
      UsedRequest used = request == null ? null : store.requests.get(request.id());
      if (used != null) {
        return new Reservation.RequestUsed(used);
      }
      Holder holder = store.authorizations.get(receipt.payment().key());
      if (holder != null) {
        return new Reservation.Held(holder);
      }
      store.authorizations.put(
          receipt.payment().key(), new Holder(receipt.payment().tenant(), receipt.id()));
      if (request != null) {
        store.requests.put(request.id(), new UsedRequest(request.fingerprint(), receipt.id()));
      }
      store.receipts.put(receipt.id().value(), receipt);
      return new Reservation.Reserved();
    }
  }

  @Override
  public Optional<Holder> holder(PaymentKey key) {
    synchronized (store) {
      return Optional.ofNullable(store.authorizations.get(key));
    }
  }

  @Override
  public Optional<UsedRequest> request(String id) {
    synchronized (store) {
      return Optional.ofNullable(store.requests.get(id));
    }
  }

  @Override
  public Optional<Receipt> find(TenantId tenant, ReceiptId id) {
    synchronized (store) {
      return Optional.ofNullable(store.receipts.get(id.value()))
          .filter(receipt -> receipt.payment().tenant().equals(tenant));
    }
  }

  @Override
  public boolean update(Receipt before, Receipt after) {
    synchronized (store) {
      if (!isCurrent(before)) {
        return false;
      }
      store.receipts.put(after.id().value(), after);
      if (after.freesAuthorization()) {
        store.authorizations.remove(after.payment().key());
      }
      RequestKey request = after.request();
      if (after.freesRequest() && request != null) {
        store.requests.remove(request.id());
      }
      return true;
    }
  }

  @Override
  public Settling settle(Receipt before, Receipt settled, Optional<PolicyChange> upgrade) {
    synchronized (store) {
      if (!isCurrent(before)) {
        return Settling.RECEIPT_CHANGED;
      }
      Tenant tenant = store.tenants.get(settled.payment().tenant());
      if (upgrade.isPresent()
          && (tenant == null || !tenant.policy().equals(upgrade.get().before()))) {
        return Settling.POLICY_CHANGED;
      }
      if (tenant == null || !FakePurses.apply(store, settled.entry())) {
        throw new IllegalStateException("no purse to credit");
      }
      upgrade.ifPresent(
          change -> store.put(tenant.with(change.after(), settled.progress().updatedAt())));
      store.receipts.put(settled.id().value(), settled);
      return Settling.DONE;
    }
  }

  private boolean isCurrent(Receipt seen) {
    Receipt current = store.receipts.get(seen.id().value());
    return current != null && current.progress().version() == seen.progress().version();
  }

  @Override
  public List<Receipt> list(TenantId tenant, Optional<ReceiptId> before, int limit) {
    synchronized (store) {
      return before
          .map(id -> store.receipts.headMap(id.value(), false))
          .orElse(store.receipts)
          .descendingMap()
          .values()
          .stream()
          .filter(receipt -> receipt.payment().tenant().equals(tenant))
          .limit(limit)
          .toList();
    }
  }

  @Override
  public List<Holder> due(Instant until, int limit) {
    synchronized (store) {
      return store.receipts.values().stream()
          .filter(receipt -> !lookAt(receipt).isAfter(until))
          .sorted(Comparator.comparing(FakeReceipts::lookAt))
          .limit(limit)
          .map(receipt -> new Holder(receipt.payment().tenant(), receipt.id()))
          .toList();
    }
  }

  private static Instant lookAt(Receipt receipt) {
    Instant at = receipt.progress().lookAt();
    return at == null ? Instant.MAX : at;
  }
}
