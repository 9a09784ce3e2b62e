package dev.posthouse.testing;

import dev.posthouse.domain.event.PollSlots;

final class FakePollSlotsTest implements PollSlotsContract {
  private final FakePollSlots slots = new FakePollSlots();

  @Override
  public PollSlots slots() {
    return slots;
  }
}
