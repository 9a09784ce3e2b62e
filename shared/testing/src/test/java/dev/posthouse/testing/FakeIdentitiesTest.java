package dev.posthouse.testing;

final class FakeIdentitiesTest implements IdentitiesContract {
  private final Ports ports = new FakeStore().ports();

  @Override
  public Ports ports() {
    return ports;
  }
}
