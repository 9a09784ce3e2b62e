package dev.posthouse.testing;

final class FakeChargeTest implements ChargeContract {
  private final Ports ports = new FakeStore().ports();

  @Override
  public Ports ports() {
    return ports;
  }
}
