package dev.posthouse.local.aws;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What became of a message, told to one event destination.
///
/// @param id of the event, a UUID
/// @param at when it happened
/// @param detail `{eventType, mail, bounce|complaint|…}`, the same for every destination
/// @param destination whom it is for
/// @see <a
///   href="https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html">
///   Contents of event data</a>
public record SesEvent(String id, Instant at, ObjectNode detail, Destination destination) {
  /// An event destination of a configuration set.
  public sealed interface Destination {
    /// A bus; SES knows only the account's default bus.
    record EventBridge(String busArn) implements Destination {}

    /// A topic.
    record Sns(String topicArn) implements Destination {}
  }

  private static final Map<String, String> DETAIL_TYPES =
      Map.of(
          "Send", "Email Sent",
          "Delivery", "Email Delivered",
          "Bounce", "Email Bounced",
          "Complaint", "Email Complaint Received",
          "DeliveryDelay", "Email Delivery Delayed",
          "Reject", "Email Rejected");

  /// `Send`, `Delivery`, `Bounce`, `Complaint`, `DeliveryDelay` or `Reject`.
  public String eventType() {
    return detail.path("eventType").asString();
  }

  /// As a rule's target, or a function subscribed to the topic, receives it.
  public ObjectNode json() {
    return switch (destination) {
      case Destination.EventBridge _ -> toEventBridge();
      case Destination.Sns(String topicArn) -> toSns(topicArn);
    };
  }

  /// The event of EventBridge, whatever the destination.
  public ObjectNode toEventBridge() {
    JsonNode set = detail.path("mail").path("tags").path("ses:configuration-set").path(0);
    return Json.object()
        .put("version", "0")
        .put("id", id)
        .put("detail-type", DETAIL_TYPES.get(eventType()))
        .put("source", "aws.ses")
        .put("account", Aws.ACCOUNT)
        .put("time", Json.seconds(at))
        .put("region", Aws.REGION)
        .set(
            "resources",
            Json.texts(List.of(Aws.arn("ses", "configuration-set/" + set.asString("")))))
        .set("detail", detail.deepCopy());
  }

  /// The event that Lambda gives to a function subscribed to that topic, whatever the destination.
  public ObjectNode toSns(String topicArn) {
    return SnsMessage.event(
        id, at, topicArn, "Amazon SES Email Event Notification", detail.toString());
  }
}
