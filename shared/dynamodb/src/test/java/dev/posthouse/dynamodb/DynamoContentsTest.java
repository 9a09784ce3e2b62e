package dev.posthouse.dynamodb;

import dev.posthouse.testing.AwsEndpoint;
import dev.posthouse.testing.ContentsContract;
import dev.posthouse.testing.OnEveryAws;
import dev.posthouse.testing.Ports;

@OnEveryAws
record DynamoContentsTest(AwsEndpoint endpoint) implements ContentsContract {
  @Override
  public Ports ports() {
    return ContractTable.on(endpoint, "contents").ports();
  }
}
