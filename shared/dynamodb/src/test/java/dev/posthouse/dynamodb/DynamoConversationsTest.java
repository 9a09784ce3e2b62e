package dev.posthouse.dynamodb;

import dev.posthouse.testing.ConversationsContract;
import dev.posthouse.testing.Ports;

class DynamoConversationsTest implements ConversationsContract {
  @Override
  public Ports ports() {
    return EmbeddedTable.ports();
  }
}
