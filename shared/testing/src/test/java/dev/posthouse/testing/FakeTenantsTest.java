package dev.posthouse.testing;

final class FakeTenantsTest implements TenantsContract {
  private final Ports ports = new FakeStore().ports();

  @Override
  public Ports ports() {
    return ports;
  }
}
