package dev.posthouse.local.trigger;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How a function is fed from the table's stream: Lambda's event source mapping.
///
/// @param filters of which one must match; none lets all records through
/// @param batchSize most records of one call
/// @param parallelizationFactor most calls at the same time
/// @param bisect whether a batch that failed is halved before it is tried again
/// @param reportsItems whether the function names the records it failed at
/// @param retriesMax how often a batch is tried again; empty for as long as its records live
/// @param recordAgeMax after which a record is given up
/// @param onFailure the queue that is told what was given up
public record StreamSource(
    String name,
    String function,
    List<EventPattern> filters,
    int batchSize,
    int parallelizationFactor,
    boolean bisect,
    boolean reportsItems,
    Optional<Integer> retriesMax,
    Duration recordAgeMax,
    Optional<String> onFailure) {
  public StreamSource {
    filters = List.copyOf(filters);
  }
}
