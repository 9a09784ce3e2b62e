package dev.posthouse.dynamodb;

import dev.posthouse.testing.OutboxContract;
import dev.posthouse.testing.Ports;

class DynamoOutboxTest implements OutboxContract {
  @Override
  public Ports ports() {
    return EmbeddedTable.ports();
  }
}
