package dev.posthouse.testing;

final class FakeRecipientsTest implements RecipientsContract {
  private final Ports ports = new FakeStore().ports();

  @Override
  public Ports ports() {
    return ports;
  }
}
