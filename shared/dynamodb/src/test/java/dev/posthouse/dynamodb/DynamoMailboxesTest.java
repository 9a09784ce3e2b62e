package dev.posthouse.dynamodb;

import dev.posthouse.domain.tenant.Mailboxes;
import dev.posthouse.testing.AwsEndpoint;
import dev.posthouse.testing.MailboxesContract;
import dev.posthouse.testing.OnEveryAws;
import dev.posthouse.testing.Ports;

@OnEveryAws
record DynamoMailboxesTest(AwsEndpoint endpoint) implements MailboxesContract {
  @Override
  public Ports ports() {
    return ContractTable.on(endpoint, "mailboxes").ports();
  }

  @Override
  public Mailboxes mailboxes() {
    return new DynamoMailboxes(ContractTable.on(endpoint, "mailboxes").table());
  }
}
