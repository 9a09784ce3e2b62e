package dev.posthouse.testing;

import dev.posthouse.domain.tenant.Mailboxes;

final class FakeMailboxesTest implements MailboxesContract {
  private final FakeStore store = new FakeStore();
  private final Ports ports = store.ports();

  @Override
  public Ports ports() {
    return ports;
  }

  @Override
  public Mailboxes mailboxes() {
    return new FakeMailboxes(store);
  }
}
