package dev.posthouse.testing;

final class FakeJobsTest implements JobsContract {
  private final Ports ports = new FakeStore().ports();

  @Override
  public Ports ports() {
    return ports;
  }
}
