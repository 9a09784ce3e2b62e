package dev.posthouse.dynamodb;

import dev.posthouse.testing.AwsEndpoint;
import dev.posthouse.testing.OnEveryAws;
import dev.posthouse.testing.Ports;
import dev.posthouse.testing.PursesContract;

@OnEveryAws
record DynamoPursesTest(AwsEndpoint endpoint) implements PursesContract {
  @Override
  public Ports ports() {
    return ContractTable.on(endpoint, "purses").ports();
  }
}
