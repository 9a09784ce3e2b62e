package dev.posthouse.dynamodb;

import dev.posthouse.domain.tenant.KeyRings;
import dev.posthouse.testing.AwsEndpoint;
import dev.posthouse.testing.KeyRingsContract;
import dev.posthouse.testing.OnEveryAws;
import dev.posthouse.testing.Ports;

@OnEveryAws
record DynamoKeyRingsTest(AwsEndpoint endpoint) implements KeyRingsContract {
  @Override
  public Ports ports() {
    return ContractTable.on(endpoint, "key-rings").ports();
  }

  @Override
  public KeyRings keyRings() {
    return new DynamoKeyRings(ContractTable.on(endpoint, "key-rings").table());
  }
}
