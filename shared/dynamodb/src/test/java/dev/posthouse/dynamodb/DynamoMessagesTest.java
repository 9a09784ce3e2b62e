package dev.posthouse.dynamodb;

import dev.posthouse.testing.AwsEndpoint;
import dev.posthouse.testing.MessagesContract;
import dev.posthouse.testing.OnEveryAws;
import dev.posthouse.testing.Ports;

@OnEveryAws
record DynamoMessagesTest(AwsEndpoint endpoint) implements MessagesContract {
  @Override
  public Ports ports() {
    return ContractTable.on(endpoint, "messages").ports();
  }
}
