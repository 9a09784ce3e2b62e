package dev.posthouse.relay;

import dev.posthouse.domain.event.Event;
import dev.posthouse.domain.event.EventBus;
import dev.posthouse.dynamodb.Backoff;
import dev.posthouse.lambda.EventView;
import dev.posthouse.lambda.Json;
import dev.posthouse.lambda.Log;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/// The [EventBus] of EventBridge: source `posthouse`, the event's type as detail type, and as
/// detail the event as the API shows it.
public final class EventBridgeBus implements EventBus {
  /// Source: "PutEvents" of the EventBridge API reference.
  private static final int ENTRIES_MAX = 10;

  /// All entries of a call together, in bytes; 256 KB before 2026. Source: "EventBridge quotas".
  private static final int BYTES_MAX = 1 << 20;

  private static final int TIME_BYTES = 14;
  private static final int ATTEMPTS_MAX = 4;
  private static final String SOURCE = "posthouse";

  private final EventBridgeClient client;
  private final String bus;
  private final Backoff backoff;
  private final Log log;

  /// @param bus its name
  public EventBridgeBus(EventBridgeClient client, String bus, Backoff backoff, Log log) {
    this.client = client;
    this.bus = bus;
    this.backoff = backoff;
    this.log = log;
  }

  /// An event and what is sent of it.
  private record Outgoing(Event event, PutEventsRequestEntry entry) {
    int sizeBytes() {
      return TIME_BYTES + utf8(entry.source()) + utf8(entry.detailType()) + utf8(entry.detail());
    }

    private static int utf8(String text) {
      return text.getBytes(StandardCharsets.UTF_8).length;
    }
  }

  @Override
  public List<Event> publish(List<Event> events) {
    var failed = new ArrayList<Event>();
    List<List<Outgoing>> calls = calls(events);
    for (int i = 0; i < calls.size(); i++) {
      try {
        failed.addAll(events(put(calls.get(i))));
      } catch (SdkException e) {
        // The SDK has tried again already: whatever is left would only wait in vain.
        log.warn("events could not be published", e);
        calls.subList(i, calls.size()).forEach(call -> failed.addAll(events(call)));
        break;
      }
    }
    return failed;
  }

  /// The events in as few calls as they fit into.
  private List<List<Outgoing>> calls(List<Event> events) {
    var calls = new ArrayList<List<Outgoing>>();
    int sizeBytes = BYTES_MAX;
    for (Event event : events) {
      var outgoing = new Outgoing(event, entry(event));
      sizeBytes += outgoing.sizeBytes();
      if (sizeBytes > BYTES_MAX || calls.getLast().size() == ENTRIES_MAX) {
        calls.add(new ArrayList<>());
        sizeBytes = outgoing.sizeBytes();
      }
      calls.getLast().add(outgoing);
    }
    return calls;
  }

  private static List<Event> events(List<Outgoing> call) {
    return call.stream().map(Outgoing::event).toList();
  }

  private PutEventsRequestEntry entry(Event event) {
    return PutEventsRequestEntry.builder()
        .eventBusName(bus)
        .source(SOURCE)
        .detailType(event.type().wire())
        .detail(Json.encode(EventView.of(event)))
        .time(event.occurrence().at())
        .build();
  }

  /// Gives back what EventBridge does not take, however often it is asked.
  private List<Outgoing> put(List<Outgoing> call) {
    List<Outgoing> left = once(call);
    for (int attempt = 1; attempt < ATTEMPTS_MAX && !left.isEmpty(); attempt++) {
      backoff.pause(attempt);
      left = once(left);
    }
    return left;
  }

  private List<Outgoing> once(List<Outgoing> call) {
    List<PutEventsRequestEntry> entries = call.stream().map(Outgoing::entry).toList();
    List<PutEventsResultEntry> results = client.putEvents(put -> put.entries(entries)).entries();
    var left = new ArrayList<Outgoing>();
    // A result for each entry, in the same order.
    for (int i = 0; i < call.size(); i++) {
      String code = results.get(i).errorCode();
      if (code != null) {
        log.with("identity", call.get(i).event().occurrence().data().get("identity"))
            .with("event", call.get(i).event().id().value())
            .with("code", code)
            .warn("an event was not published");
        left.add(call.get(i));
      }
    }
    return left;
  }
}
