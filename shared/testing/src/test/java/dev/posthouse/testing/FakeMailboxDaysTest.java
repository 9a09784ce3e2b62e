package dev.posthouse.testing;

final class FakeMailboxDaysTest implements MailboxDaysContract {
  private final Ports ports = new FakeStore().ports();

  @Override
  public Ports ports() {
    return ports;
  }
}
