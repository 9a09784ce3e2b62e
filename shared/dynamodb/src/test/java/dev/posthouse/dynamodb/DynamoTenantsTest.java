package dev.posthouse.dynamodb;

import dev.posthouse.testing.Ports;
import dev.posthouse.testing.TenantsContract;

class DynamoTenantsTest implements TenantsContract {
  @Override
  public Ports ports() {
    return EmbeddedTable.ports();
  }
}
