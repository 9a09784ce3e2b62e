package dev.posthouse.dynamodb;

import dev.posthouse.testing.AwsEndpoint;
import dev.posthouse.testing.JobsContract;
import dev.posthouse.testing.OnEveryAws;
import dev.posthouse.testing.Ports;

@OnEveryAws
record DynamoJobsTest(AwsEndpoint endpoint) implements JobsContract {
  @Override
  public Ports ports() {
    return ContractTable.on(endpoint, "jobs").ports();
  }
}
