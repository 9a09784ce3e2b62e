package dev.posthouse.dynamodb;

import dev.posthouse.testing.AwsEndpoint;
import dev.posthouse.testing.OnEveryAws;
import dev.posthouse.testing.Ports;
import dev.posthouse.testing.RecipientsContract;

@OnEveryAws
record DynamoRecipientsTest(AwsEndpoint endpoint) implements RecipientsContract {
  @Override
  public Ports ports() {
    return ContractTable.on(endpoint, "recipients").ports();
  }
}
