package dev.posthouse.testing;

import dev.posthouse.domain.billing.Receipts;

final class FakeReceiptsTest implements ReceiptsContract {
  private final FakeStore store = new FakeStore();
  private final Ports ports = store.ports();

  @Override
  public Ports ports() {
    return ports;
  }

  @Override
  public Receipts receipts() {
    return new FakeReceipts(store);
  }
}
