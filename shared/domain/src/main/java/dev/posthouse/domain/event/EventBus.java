package dev.posthouse.domain.event;

import java.util.List;

/// Where events go out to whoever listens, at least once each, in no promised order.
public interface EventBus {
  /// Publishes events.
  ///
  /// @return those that may not have gone out, in their order: publish them again
  List<Event> publish(List<Event> events);
}
