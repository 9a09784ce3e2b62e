package dev.posthouse.relay;

import dev.posthouse.domain.event.Event;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.dynamodb.StreamRecords;
import java.util.List;
import java.util.Optional;

/// A change whose events are in the log.
///
/// @param identity whose log it is; empty if there are no events
record Logged(StreamRecords.Change change, Optional<IdentityId> identity, List<Event> events) {
  /// A change that is nobody's concern.
  static Logged nothing(StreamRecords.Change change) {
    return new Logged(change, Optional.empty(), List.of());
  }
}
