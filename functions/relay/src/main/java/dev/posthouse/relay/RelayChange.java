package dev.posthouse.relay;

import dev.posthouse.domain.event.ConversationEvents;
import dev.posthouse.domain.event.EventLog;
import dev.posthouse.domain.event.JobEvents;
import dev.posthouse.domain.event.MessageEvents;
import dev.posthouse.dynamodb.ConversationItem;
import dev.posthouse.dynamodb.EventDayItem;
import dev.posthouse.dynamodb.JobItem;
import dev.posthouse.dynamodb.MessageItem;
import dev.posthouse.dynamodb.StreamRecords;
import dev.posthouse.dynamodb.UnsubscribedItem;
import java.util.Map;
import java.util.Optional;

/// Files what a change is about, then tells the event log: whoever reads an event finds what it
/// speaks of.
final class RelayChange {
  /// The kinds of items whose changes are events, and how they become some. A kind that is added
  /// here has to pass the filters of `RelayStream` in `template.yaml` as well.
  private static final Map<String, Derivation> DERIVATIONS =
      Map.of(
          JobItem.KIND,
          change ->
              change
                  .newImage()
                  .flatMap(after ->
                      JobEvents.of(change.oldImage().map(JobItem::read), JobItem.read(after))),
          ConversationItem.KIND,
          change ->
              change
                  .newImage()
                  .flatMap(after ->
                      ConversationEvents.of(
                          change.oldImage().map(ConversationItem::read),
                          ConversationItem.read(after))),
          UnsubscribedItem.KIND,
          change ->
              change.oldImage().isPresent()
                  ? Optional.empty()
                  : change.newImage().flatMap(UnsubscribedItem::entry),
          MessageItem.KIND,
          change ->
              // Marking a message is nobody's concern.
              change.oldImage().isPresent()
                  ? Optional.empty()
                  : change
                      .newImage()
                      .flatMap(item ->
                          MessageEvents.of(MessageItem.read(item), MessageItem.opens(item))));

  private final RelayJob relayJob;
  private final EventLog log;

  RelayChange(RelayJob relayJob, EventLog log) {
    this.relayJob = relayJob;
    this.log = log;
  }

  /// The change's events, as the log holds them. Relaying it again gives the same ones.
  Logged relay(StreamRecords.Change change) {
    switch (change.kind()) {
      case JobItem.KIND ->
          change
              .newImage()
              .map(JobItem::read)
              .ifPresent(job -> relayJob.relay(change.oldImage().map(JobItem::read), job));
      case EventDayItem.KIND -> settle(change);
      default -> {
        // Nothing to file.
      }
    }
    Derivation derivation = DERIVATIONS.get(change.kind());
    return derivation == null
        ? Logged.nothing(change)
        : derivation
            .entry(change)
            .map(entry -> new Logged(change, Optional.of(entry.identity()), log.append(entry)))
            .orElseGet(() -> Logged.nothing(change));
  }

  private void settle(StreamRecords.Change change) {
    if (change.newImage().isEmpty()) {
      change.oldImage().map(EventDayItem::identity).ifPresent(log::settle);
    }
  }
}
