package dev.posthouse.dynamodb;

import dev.posthouse.domain.tenant.Mailboxes;
import dev.posthouse.testing.MailboxesContract;
import dev.posthouse.testing.Ports;

class DynamoMailboxesTest implements MailboxesContract {
  @Override
  public Ports ports() {
    return EmbeddedTable.ports();
  }

  @Override
  public Mailboxes mailboxes() {
    return new DynamoMailboxes(EmbeddedTable.table());
  }
}
