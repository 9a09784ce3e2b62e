package dev.posthouse.dynamodb;

import dev.posthouse.testing.Ports;
import dev.posthouse.testing.RecipientsContract;

class DynamoRecipientsTest implements RecipientsContract {
  @Override
  public Ports ports() {
    return EmbeddedTable.ports();
  }
}
