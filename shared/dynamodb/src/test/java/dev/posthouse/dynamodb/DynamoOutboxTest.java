package dev.posthouse.dynamodb;

import dev.posthouse.testing.AwsEndpoint;
import dev.posthouse.testing.OnEveryAws;
import dev.posthouse.testing.OutboxContract;
import dev.posthouse.testing.Ports;

@OnEveryAws
record DynamoOutboxTest(AwsEndpoint endpoint) implements OutboxContract {
  @Override
  public Ports ports() {
    return ContractTable.on(endpoint, "outbox").ports();
  }
}
