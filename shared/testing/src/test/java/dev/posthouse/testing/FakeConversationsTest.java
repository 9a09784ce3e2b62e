package dev.posthouse.testing;

final class FakeConversationsTest implements ConversationsContract {
  private final Ports ports = new FakeStore().ports();

  @Override
  public Ports ports() {
    return ports;
  }
}
