package dev.posthouse.relay;

import dev.posthouse.domain.event.Event;
import dev.posthouse.domain.event.EventType;
import dev.posthouse.domain.outbound.JobStatus;
import dev.posthouse.dynamodb.JobItem;
import dev.posthouse.dynamodb.StreamRecords;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Counts what the records of a batch say, under the names of the metrics.
final class Tally {
  private final Map<String, Long> counts = new TreeMap<>();

  /// Counts a change that has been relayed.
  void add(StreamRecords.Change change, List<Event> events) {
    events.forEach(event -> metric(event.type()).ifPresent(this::count));
    if (becameUncertain(change)) {
      count("uncertain");
    }
  }

  /// How often each was counted; none that never was.
  Map<String, Long> counts() {
    return counts;
  }

  private void count(String name) {
    counts.merge(name, 1L, Long::sum);
  }

  private static Optional<String> metric(EventType type) {
    return switch (type) {
      case EMAIL_QUEUED -> Optional.of("accepted");
      case EMAIL_SENT -> Optional.of("sent");
      case EMAIL_DELIVERED -> Optional.of("delivered");
      case EMAIL_DELAYED -> Optional.of("delayed");
      case EMAIL_BOUNCED -> Optional.of("bounced");
      case EMAIL_COMPLAINED -> Optional.of("complained");
      case EMAIL_CANCELLED -> Optional.of("cancelled");
      case EMAIL_SEND_FAILED_PERMANENTLY -> Optional.of("failed");
      default -> Optional.empty();
    };
  }

  /// Not an event: its owner cannot do anything about it, the operator may.
  private static boolean becameUncertain(StreamRecords.Change change) {
    return change.kind().equals(JobItem.KIND)
        && isUncertain(change.newImage())
        && !isUncertain(change.oldImage());
  }

  private static boolean isUncertain(Optional<Map<String, AttributeValue>> image) {
    return image.map(JobItem::read).map(job -> job.status() == JobStatus.UNCERTAIN).orElse(false);
  }
}
