package dev.posthouse.dynamodb;

import dev.posthouse.testing.MessagesContract;
import dev.posthouse.testing.Ports;

class DynamoMessagesTest implements MessagesContract {
  @Override
  public Ports ports() {
    return EmbeddedTable.ports();
  }
}
