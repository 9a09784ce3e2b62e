package dev.posthouse.relay;

import dev.posthouse.domain.event.Entry;
import dev.posthouse.dynamodb.StreamRecords;
import java.util.List;

/// What a change of one kind of item adds to the event log.
///
/// The same change gives the same entry, whenever and wherever it is derived: the log tells by the
/// ids what it holds already.
@FunctionalInterface
interface Derivation {
  /// The change's entries, in order; none if it is nobody's concern.
  List<Entry> entries(StreamRecords.Change change);
}
