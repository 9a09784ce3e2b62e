package dev.posthouse.testing;

final class FakeMessagesTest implements MessagesContract {
  private final Ports ports = new FakeStore().ports();

  @Override
  public Ports ports() {
    return ports;
  }
}
