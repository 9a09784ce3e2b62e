package dev.posthouse.testing;

final class FakeMomentPagesTest implements MomentPagesContract {
  private final Ports ports = new FakeStore().ports();

  @Override
  public Ports ports() {
    return ports;
  }
}
