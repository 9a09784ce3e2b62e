package dev.posthouse.relay;

import dev.posthouse.domain.event.ConversationEvents;
import dev.posthouse.domain.event.DomainEvents;
import dev.posthouse.domain.event.Entry;
import dev.posthouse.domain.event.EventLog;
import dev.posthouse.domain.event.JobEvents;
import dev.posthouse.domain.event.MessageEvents;
import dev.posthouse.domain.event.RosterEvents;
import dev.posthouse.domain.event.TermEvents;
import dev.posthouse.domain.identity.Owners;
import dev.posthouse.dynamodb.ConversationItem;
import dev.posthouse.dynamodb.EventDayItem;
import dev.posthouse.dynamodb.JobItem;
import dev.posthouse.dynamodb.MessageItem;
import dev.posthouse.dynamodb.RosterItem;
import dev.posthouse.dynamodb.SendingDomainItem;
import dev.posthouse.dynamodb.StreamRecords;
import dev.posthouse.dynamodb.TermItem;
import dev.posthouse.dynamodb.UnsubscribedItem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Files what a change is about, then tells the event log: whoever reads an event finds what it
/// speaks of.
final class RelayChange {
  /// The kinds of items whose changes are events, and how they become some. A kind that is added
  /// here has to pass the filters of `RelayStream` in `template.yaml` as well.
  private static final Map<String, Derivation> DERIVATIONS =
      Map.of(
          JobItem.KIND, RelayChange::ofJob,
          MessageItem.KIND, RelayChange::ofMessage,
          RosterItem.KIND, RelayChange::ofRoster,
          TermItem.KIND, RelayChange::ofTerm,
          SendingDomainItem.KIND, RelayChange::ofDomain,
          ConversationItem.KIND, RelayChange::ofConversation,
          UnsubscribedItem.KIND, RelayChange::ofSuppression);

  private final RelayJob relayJob;
  private final Owners owners;
  private final EventLog log;

  RelayChange(RelayJob relayJob, Owners owners, EventLog log) {
    this.relayJob = relayJob;
    this.owners = owners;
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
    List<Entry> entries = derivation == null ? List.of() : derivation.entries(change);
    // All of one change are of one identity.
    return entries.isEmpty()
        ? Logged.nothing(change)
        : new Logged(
            change,
            Optional.of(entries.getFirst().identity()),
            entries.stream().flatMap(entry -> log.append(named(entry)).stream()).toList());
  }

  private Entry named(Entry entry) {
    return owners.find(entry.identity()).map(owner -> entry.of(owner.handle())).orElse(entry);
  }

  private static List<Entry> ofJob(StreamRecords.Change change) {
    return change
        .newImage()
        .flatMap(after -> JobEvents.of(change.oldImage().map(JobItem::read), JobItem.read(after)))
        .stream()
        .toList();
  }

  private static List<Entry> ofMessage(StreamRecords.Change change) {
    // Marking a message is nobody's concern.
    if (change.oldImage().isPresent()) {
      return List.of();
    }
    return change
        .newImage()
        .flatMap(item -> MessageEvents.of(MessageItem.read(item), MessageItem.opens(item)))
        .stream()
        .toList();
  }

  private static List<Entry> ofConversation(StreamRecords.Change change) {
    return change
        .newImage()
        .flatMap(after ->
            ConversationEvents.of(
                change.oldImage().map(ConversationItem::read), ConversationItem.read(after)))
        .stream()
        .toList();
  }

  private static List<Entry> ofSuppression(StreamRecords.Change change) {
    return change.oldImage().isPresent()
        ? List.of()
        : change.newImage().flatMap(UnsubscribedItem::entry).stream().toList();
  }

  private static List<Entry> ofRoster(StreamRecords.Change change) {
    if (change.oldImage().isEmpty() || change.newImage().isEmpty()) {
      return List.of();
    }
    Map<String, AttributeValue> after = change.newImage().get();
    return RosterItem.changedAt(after)
        .map(at ->
            RosterEvents.of(RosterItem.read(change.oldImage().get()), RosterItem.read(after), at))
        .orElse(List.of());
  }

  private static List<Entry> ofTerm(StreamRecords.Change change) {
    return change
        .newImage()
        .flatMap(
            after -> TermEvents.of(change.oldImage().map(TermItem::read), TermItem.read(after)))
        .stream()
        .toList();
  }

  private static List<Entry> ofDomain(StreamRecords.Change change) {
    if (change.oldImage().isEmpty() || change.newImage().isEmpty()) {
      return List.of();
    }
    return DomainEvents.of(
            SendingDomainItem.read(change.oldImage().get()),
            SendingDomainItem.read(change.newImage().get()))
        .stream()
        .toList();
  }

  private void settle(StreamRecords.Change change) {
    if (change.newImage().isEmpty()) {
      change.oldImage().map(EventDayItem::identity).ifPresent(log::settle);
    }
  }
}
