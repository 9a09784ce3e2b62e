package dev.posthouse.domain.webhook;

import java.time.Instant;

/// Keeps slow and failing endpoints from taking the room of others: at one in trouble, few are at
/// work at once.
public interface PushLanes {
  /// How many may be at work at an endpoint in trouble.
  int PLACES = 4;

  /// Asks for a place, which is free again at `until` at the latest.
  Lane enter(WebhookId webhook, Instant now, Instant until);

  /// Gives a place back.
  void leave(WebhookId webhook, Lane.Place place);

  /// Says that the endpoint was slow or failed: until then, places are counted.
  void trouble(WebhookId webhook, Instant until);

  /// What the answer is.
  sealed interface Lane {
    /// The endpoint is well, nobody counts.
    record Open() implements Lane {}

    /// A place.
    record Place(int number, Instant until) implements Lane {}

    /// All places are taken.
    ///
    /// @param freeAt when one is free, at the latest
    record Full(Instant freeAt) implements Lane {}
  }
}
