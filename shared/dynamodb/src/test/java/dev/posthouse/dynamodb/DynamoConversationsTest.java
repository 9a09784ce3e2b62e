package dev.posthouse.dynamodb;

import dev.posthouse.testing.AwsEndpoint;
import dev.posthouse.testing.ConversationsContract;
import dev.posthouse.testing.OnEveryAws;
import dev.posthouse.testing.Ports;

@OnEveryAws
record DynamoConversationsTest(AwsEndpoint endpoint) implements ConversationsContract {
  @Override
  public Ports ports() {
    return ContractTable.on(endpoint, "conversations").ports();
  }
}
