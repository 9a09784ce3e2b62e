package dev.posthouse.testing;

import dev.posthouse.domain.tenant.KeyRings;

final class FakeKeyRingsTest implements KeyRingsContract {
  private final FakeStore store = new FakeStore();
  private final Ports ports = store.ports();

  @Override
  public Ports ports() {
    return ports;
  }

  @Override
  public KeyRings keyRings() {
    return new FakeKeyRings(store);
  }
}
