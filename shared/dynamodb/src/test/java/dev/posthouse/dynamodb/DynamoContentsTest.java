package dev.posthouse.dynamodb;

import dev.posthouse.testing.ContentsContract;
import dev.posthouse.testing.Ports;

class DynamoContentsTest implements ContentsContract {
  @Override
  public Ports ports() {
    return EmbeddedTable.ports();
  }
}
