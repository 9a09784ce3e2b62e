package dev.posthouse.dynamodb;

import dev.posthouse.domain.event.PollSlots;
import dev.posthouse.testing.PollSlotsContract;

class DynamoPollSlotsTest implements PollSlotsContract {
  @Override
  public PollSlots slots() {
    return new DynamoPollSlots(EmbeddedTable.table());
  }
}
