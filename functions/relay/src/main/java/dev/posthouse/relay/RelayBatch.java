package dev.posthouse.relay;

import dev.posthouse.domain.event.Event;
import dev.posthouse.domain.event.EventBus;
import dev.posthouse.domain.identity.Owners;
import dev.posthouse.dynamodb.StreamRecords;
import dev.posthouse.lambda.Log;
import dev.posthouse.lambda.Metrics;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Relays the changes of one batch, then publishes their events, wakes webhooks and counts.
///
/// First the log, then the bus and the webhooks: what was published is in the log for ever, and
/// what could not be published comes again with the stream's record, under the same ids.
final class RelayBatch {
  private final RelayChange relayChange;
  private final EventBus bus;
  private final WakeWebhooks wakeWebhooks;
  private final Owners owners;
  private final Metrics metrics;
  private final Log log;

  RelayBatch(
      RelayChange relayChange,
      EventBus bus,
      WakeWebhooks wakeWebhooks,
      Owners owners,
      Metrics metrics,
      Log log) {
    this.relayChange = relayChange;
    this.bus = bus;
    this.wakeWebhooks = wakeWebhooks;
    this.owners = owners;
    this.metrics = metrics;
    this.log = log;
  }

  /// Relays the changes in their order, up to the first that fails.
  ///
  /// @return the sequence number of the first record that has to come again, and all after it
  Optional<String> relay(List<StreamRecords.Change> changes) {
    List<Logged> logged = relayAll(changes);
    int done = Math.min(publish(logged), wakeWebhooks.wake(logged));
    var tally = new Tally();
    for (Logged each : logged.subList(0, done)) {
      tally.add(each.change(), each.events());
      tell(each);
    }
    metrics.count(tally.counts());
    return done == changes.size()
        ? Optional.empty()
        : Optional.of(changes.get(done).sequenceNumber());
  }

  /// The changes up to the first that fails.
  private List<Logged> relayAll(List<StreamRecords.Change> changes) {
    var logged = new ArrayList<Logged>();
    for (StreamRecords.Change change : changes) {
      try {
        logged.add(relayChange.relay(change));
      } catch (RuntimeException e) {
        about(change)
            .with("record", change.sequenceNumber())
            .error("a record could not be relayed", e);
        break;
      }
    }
    return logged;
  }

  private Log about(StreamRecords.Change change) {
    return change.identity().map(id -> log.identity(owners.name(id))).orElse(log);
  }

  private void tell(Logged logged) {
    logged
        .identity()
        .filter(_ -> !logged.events().isEmpty())
        .ifPresent(id ->
            log.identity(owners.name(id))
                .with("seq", logged.events().getFirst().seq())
                .with("events", logged.events().stream().map(event -> event.type().wire()).toList())
                .info("logged"));
  }

  /// How many of the changes, from the first on, have gone out with all their events.
  private int publish(List<Logged> logged) {
    Set<Event> unpublished =
        new HashSet<>(
            bus.publish(logged.stream().flatMap(each -> each.events().stream()).toList()));
    int done = 0;
    while (done < logged.size()
        && logged.get(done).events().stream().noneMatch(unpublished::contains)) {
      done++;
    }
    return done;
  }
}
