package dev.posthouse.dynamodb;

import dev.posthouse.testing.JobsContract;
import dev.posthouse.testing.Ports;

class DynamoJobsTest implements JobsContract {
  @Override
  public Ports ports() {
    return EmbeddedTable.ports();
  }
}
