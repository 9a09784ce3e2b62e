package dev.posthouse.testing;

final class FakePursesTest implements PursesContract {
  private final Ports ports = new FakeStore().ports();

  @Override
  public Ports ports() {
    return ports;
  }
}
