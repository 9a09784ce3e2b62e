package dev.posthouse.dynamodb;

import dev.posthouse.domain.billing.Receipts;
import dev.posthouse.testing.AwsEndpoint;
import dev.posthouse.testing.OnEveryAws;
import dev.posthouse.testing.Ports;
import dev.posthouse.testing.ReceiptsContract;

@OnEveryAws
record DynamoReceiptsTest(AwsEndpoint endpoint) implements ReceiptsContract {
  @Override
  public Ports ports() {
    return ContractTable.on(endpoint, "receipts").ports();
  }

  @Override
  public Receipts receipts() {
    return new DynamoReceipts(ContractTable.on(endpoint, "receipts").table());
  }
}
