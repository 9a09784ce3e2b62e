package dev.posthouse.dynamodb;

import dev.posthouse.testing.AwsEndpoint;
import dev.posthouse.testing.MailboxDaysContract;
import dev.posthouse.testing.OnEveryAws;
import dev.posthouse.testing.Ports;

@OnEveryAws
record DynamoMailboxDaysTest(AwsEndpoint endpoint) implements MailboxDaysContract {
  @Override
  public Ports ports() {
    return ContractTable.on(endpoint, "mailbox-days").ports();
  }
}
