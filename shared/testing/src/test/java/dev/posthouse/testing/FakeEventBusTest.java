package dev.posthouse.testing;

import dev.posthouse.domain.event.Event;
import dev.posthouse.domain.event.EventBus;
import java.util.List;

final class FakeEventBusTest implements EventBusContract {
  private final FakeEventBus bus = new FakeEventBus();

  @Override
  public EventBus bus() {
    return bus;
  }

  @Override
  public void refuse(long seq) {
    bus.refuse(event -> event.seq() == seq);
  }

  @Override
  public List<Long> published() {
    return bus.published().stream().map(Event::seq).toList();
  }
}
