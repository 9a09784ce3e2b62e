package dev.posthouse.dynamodb;

import dev.posthouse.domain.tenant.KeyRings;
import dev.posthouse.testing.KeyRingsContract;
import dev.posthouse.testing.Ports;

class DynamoKeyRingsTest implements KeyRingsContract {
  @Override
  public Ports ports() {
    return EmbeddedTable.ports();
  }

  @Override
  public KeyRings keyRings() {
    return new DynamoKeyRings(EmbeddedTable.table());
  }
}
