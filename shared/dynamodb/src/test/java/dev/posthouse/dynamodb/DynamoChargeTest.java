package dev.posthouse.dynamodb;

import dev.posthouse.testing.AwsEndpoint;
import dev.posthouse.testing.ChargeContract;
import dev.posthouse.testing.OnEveryAws;
import dev.posthouse.testing.Ports;

@OnEveryAws
record DynamoChargeTest(AwsEndpoint endpoint) implements ChargeContract {
  @Override
  public Ports ports() {
    return ContractTable.on(endpoint, "charge").ports();
  }
}
