package dev.posthouse.testing;

final class FakeContentsTest implements ContentsContract {
  private final Ports ports = new FakeStore().ports();

  @Override
  public Ports ports() {
    return ports;
  }
}
