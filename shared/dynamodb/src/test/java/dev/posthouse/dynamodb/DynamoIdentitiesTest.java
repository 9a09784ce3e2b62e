package dev.posthouse.dynamodb;

import dev.posthouse.testing.IdentitiesContract;
import dev.posthouse.testing.Ports;

class DynamoIdentitiesTest implements IdentitiesContract {
  @Override
  public Ports ports() {
    return EmbeddedTable.ports();
  }
}
