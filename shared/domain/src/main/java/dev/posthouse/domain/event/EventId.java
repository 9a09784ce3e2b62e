package dev.posthouse.domain.event;

import dev.posthouse.domain.Id;
import dev.posthouse.domain.outbound.JobIds;

/// Names an event. It follows from what happened, so whoever derives the event again gives it the
/// same id.
public record EventId(String value) implements Id {
  /// What every such id begins with.
  public static final String PREFIX = "evt_";

  private static final int HEX_LENGTH = 32;

  /// @throws IllegalArgumentException if the value is not an id of this kind
  public EventId {
    Id.checked(PREFIX, value);
  }

  /// The id of the event of that type that one change of one thing is.
  ///
  /// @param thing the id of what changed, never given to another thing
  /// @param version which change of it
  public static EventId of(String thing, long version, EventType type) {
    String name = thing + "\0" + version + "\0" + type.wire();
    return new EventId(PREFIX + JobIds.sha256(name).substring(0, HEX_LENGTH));
  }

  @Override
  public String toString() {
    return value;
  }
}
