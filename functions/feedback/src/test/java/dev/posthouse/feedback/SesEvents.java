package dev.posthouse.feedback;

import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Events as SES publishes them ("Examples of event data that Amazon SES publishes", SES Developer
/// Guide), cut to what tells one from another.
final class SesEvents {
  static final String MESSAGE = "0100018e0a1b2c3d-000000";

  private static final JsonMapper JSON = new JsonMapper();

  private SesEvents() {}

  static String send(String job, Instant at) {
    return event("Send", job, at, "\"send\":{}");
  }

  static String delivery(String job, Instant at) {
    return event("Delivery", job, at, "\"delivery\":{\"timestamp\":\"%s\"}".formatted(at));
  }

  static String delay(String job, Instant at) {
    return event(
        "DeliveryDelay",
        job,
        at,
        """
        "deliveryDelay":{"timestamp":"%s","delayType":"MailboxFull","delayedRecipients":[
          {"emailAddress":"a@example.com","status":"4.2.2","diagnosticCode":"smtp; 452 full"}]}
        """
            .formatted(at));
  }

  static String complaint(String job, Instant at) {
    return event(
        "Complaint",
        job,
        at,
        "\"complaint\":{\"timestamp\":\"%s\",\"complaintFeedbackType\":\"abuse\"}".formatted(at));
  }

  static String reject(String job, Instant at) {
    return event("Reject", job, at, "\"reject\":{\"reason\":\"Bad content\"}");
  }

  static String bounce(String job, Instant at, String type, String subType, String status) {
    return event(
        "Bounce",
        job,
        at,
        """
        "bounce":{"timestamp":"%s","bounceType":"%s","bounceSubType":"%s","bouncedRecipients":[
          {"emailAddress":"a@example.com","status":"%s","diagnosticCode":"smtp; 550 no"}]}
        """
            .formatted(at, type, subType, status));
  }

  static String event(String type, String job, Instant mailedAt, String section) {
    return """
    {"eventType":"%s","mail":{"timestamp":"%s","messageId":"%s",
      "tags":{"ses:configuration-set":["posthouse"],"job":["%s"],"attempt":["1"]}},%s}
    """
        .formatted(type, mailedAt, MESSAGE, job, section);
  }

  /// As EventBridge wraps it.
  static String eventBridge(String event) {
    return "{\"source\":\"aws.ses\",\"detail-type\":\"Email Event\",\"detail\":" + event + "}";
  }

  /// As SNS wraps it, one record each.
  static String sns(String... events) {
    var records =
        Arrays.stream(events)
            .map(event -> Map.of("EventSource", "aws:sns", "Sns", Map.of("Message", event)))
            .toList();
    return JSON.writeValueAsString(Map.of("Records", records));
  }

  static JsonNode json(String event) {
    return JSON.readTree(event);
  }
}
