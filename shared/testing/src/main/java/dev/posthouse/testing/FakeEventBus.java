package dev.posthouse.testing;

import dev.posthouse.domain.event.Event;
import dev.posthouse.domain.event.EventBus;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// The [EventBus] in memory, which keeps what went out.
public final class FakeEventBus implements EventBus {
  private final List<Event> published = new ArrayList<>();
  private Predicate<Event> refuses = event -> false;

  /// Lets those events not go out from now on.
  public synchronized void refuse(Predicate<Event> events) {
    refuses = events;
  }

  /// All that went out, in order.
  public synchronized List<Event> published() {
    return List.copyOf(published);
  }

  @Override
  public synchronized List<Event> publish(List<Event> events) {
    events.stream().filter(refuses.negate()).forEach(published::add);
    return events.stream().filter(refuses).toList();
  }
}
