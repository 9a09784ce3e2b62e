package dev.posthouse.local.aws;

import dev.posthouse.local.store.Faults;
import dev.posthouse.local.store.Faults.Kind;
import dev.posthouse.local.store.Faults.Target;
import java.time.Instant;

/// What leaves AWS for the listener: mail and objects surely, events as the faults let them.
final class Outgoing {
  /// An event that is reordered comes this much later at most, in seconds.
  private static final int REORDER_SECONDS_MAX = 10;

  private final DueQueue queue;
  private final Faults faults;
  private final Ids ids;

  Outgoing(DueQueue queue, Faults faults, Ids ids) {
    this.queue = queue;
    this.faults = faults;
    this.ids = ids;
  }

  void surely(Instant at, Due due) {
    queue.add(at, due);
  }

  /// Best effort, as the delivery of SES events and EventBridge's order are.
  void event(Instant at, Due due) {
    if (faults.strikes(Target.EVENTS, Kind.DROP)) {
      return;
    }
    Instant then =
        faults.strikes(Target.EVENTS, Kind.REORDER)
            ? at.plusSeconds(ids.upTo(REORDER_SECONDS_MAX))
            : at;
    queue.add(then, due);
    if (faults.strikes(Target.EVENTS, Kind.DUPLICATE)) {
      queue.add(then, due);
    }
  }
}
