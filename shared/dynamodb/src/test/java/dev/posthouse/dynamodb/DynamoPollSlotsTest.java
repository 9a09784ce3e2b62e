package dev.posthouse.dynamodb;

import dev.posthouse.domain.event.PollSlots;
import dev.posthouse.testing.AwsEndpoint;
import dev.posthouse.testing.OnEveryAws;
import dev.posthouse.testing.PollSlotsContract;

@OnEveryAws
record DynamoPollSlotsTest(AwsEndpoint endpoint) implements PollSlotsContract {
  @Override
  public PollSlots slots() {
    return new DynamoPollSlots(ContractTable.on(endpoint, "polls").table());
  }
}
