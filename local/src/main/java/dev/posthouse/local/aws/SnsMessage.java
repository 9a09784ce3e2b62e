package dev.posthouse.local.aws;

import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/// A message of an SNS topic, as Lambda gives it to a function that is subscribed.
final class SnsMessage {
  private SnsMessage() {}

  /// @param id of the message, a UUID
  static ObjectNode event(String id, Instant at, String topicArn, String subject, String text) {
    ObjectNode sns =
        Json.object()
            .put("Type", "Notification")
            .put("MessageId", id)
            .put("TopicArn", topicArn)
            .put("Subject", subject)
            .put("Message", text)
            .put("Timestamp", Json.millis(at))
            .put("SignatureVersion", "1")
            .put("Signature", "EXAMPLE")
            .put("SigningCertUrl", "EXAMPLE")
            .put("UnsubscribeUrl", "EXAMPLE");
    sns.putObject("MessageAttributes");
    ObjectNode entry =
        Json.object()
            .put("EventSource", "aws:sns")
            .put("EventVersion", "1.0")
            .put("EventSubscriptionArn", topicArn + ":" + id);
    entry.set("Sns", sns);
    ObjectNode event = Json.object();
    event.set("Records", Json.array(entry));
    return event;
  }
}
