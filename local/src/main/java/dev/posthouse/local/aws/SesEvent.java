package dev.posthouse.local.aws;

import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/// What became of a message, told to one event destination.
///
/// @param id of the event, a UUID
/// @param at when it happened
/// @param detail `{eventType, mail, bounce|complaint|…}`
/// @param destination whom it is for
public record SesEvent(String id, Instant at, ObjectNode detail, Destination destination) {
  /// An event destination of a configuration set.
  public sealed interface Destination {
    /// The account's default bus.
    record EventBridge(String busArn) implements Destination {}

    record Sns(String topicArn) implements Destination {}
  }

  /// As a rule's target, or a function subscribed to the topic, receives it.
  public ObjectNode json() {
    throw new UnsupportedOperationException();
  }

  /// The event of EventBridge, whatever the destination.
  public ObjectNode toEventBridge() {
    throw new UnsupportedOperationException();
  }

  /// The event that Lambda gives to a function subscribed to that topic, whatever the destination.
  public ObjectNode toSns(String topicArn) {
    throw new UnsupportedOperationException();
  }
}
