package dev.posthouse.dynamodb;

import dev.posthouse.testing.AwsEndpoint;
import dev.posthouse.testing.OnEveryAws;
import dev.posthouse.testing.Ports;
import dev.posthouse.testing.TenantsContract;

@OnEveryAws
record DynamoTenantsTest(AwsEndpoint endpoint) implements TenantsContract {
  @Override
  public Ports ports() {
    return ContractTable.on(endpoint, "tenants").ports();
  }
}
