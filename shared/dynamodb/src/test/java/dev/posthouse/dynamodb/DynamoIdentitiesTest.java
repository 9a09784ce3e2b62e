package dev.posthouse.dynamodb;

import dev.posthouse.testing.AwsEndpoint;
import dev.posthouse.testing.IdentitiesContract;
import dev.posthouse.testing.OnEveryAws;
import dev.posthouse.testing.Ports;

@OnEveryAws
record DynamoIdentitiesTest(AwsEndpoint endpoint) implements IdentitiesContract {
  @Override
  public Ports ports() {
    return ContractTable.on(endpoint, "identities").ports();
  }
}
