package dev.posthouse.testing;

final class FakeOutboxTest implements OutboxContract {
  private final Ports ports = new FakeStore().ports();

  @Override
  public Ports ports() {
    return ports;
  }
}
