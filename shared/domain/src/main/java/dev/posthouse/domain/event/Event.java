package dev.posthouse.domain.event;

import java.time.Instant;

/// An occurrence in the log of an identity.
///
/// @param seq its place, from 1, without gaps; not comparable between identities
/// @param loggedAt when the log took it, to the millisecond
public record Event(long seq, Instant loggedAt, Occurrence occurrence) {
  /// The event's name, the same wherever it is shown.
  public EventId id() {
    return occurrence.id();
  }

  /// What kind of event it is.
  public EventType type() {
    return occurrence.type();
  }
}
