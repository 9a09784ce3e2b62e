package dev.posthouse.local.aws;

import dev.posthouse.local.aws.DueQueue.Planned;
import dev.posthouse.local.aws.MailSpool.Mail;
import dev.posthouse.local.store.Faults;
import dev.posthouse.local.store.Faults.Kind;
import dev.posthouse.local.store.Faults.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

  /// Nothing of a batch is due before it is committed, and then all of it is.
  final class Batch {
    private final List<Planned> planned = new ArrayList<>();

    /// Comes in any case.
    void surely(Instant at, Due due) {
      planned.add(new Planned(at, due));
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
      planned.add(new Planned(then, due));
      if (faults.strikes(Target.EVENTS, Kind.DUPLICATE)) {
        planned.add(new Planned(then, due));
      }
    }

    void commit() {
      queue.addAll(planned, Optional.empty(), () -> {});
    }

    /// Commits together with the mail that it follows from.
    ///
    /// @param spooled makes the mail visible
    void commit(Mail mail, Runnable spooled) {
      queue.addAll(planned, Optional.of(mail), spooled);
    }
  }

  Batch batch() {
    return new Batch();
  }
}
