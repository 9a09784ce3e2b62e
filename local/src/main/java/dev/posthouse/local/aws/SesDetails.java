package dev.posthouse.local.aws;

import dev.posthouse.local.aws.MailSpool.Mail;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The records that SES publishes of a message, in the form of
/// `event-publishing-retrieving-sns-contents.html`.
final class SesDetails {
  /// SES gives up after so long (monitor-delivery-delays).
  private static final Duration GIVES_UP = Duration.ofHours(14);

  /// @param matchingType the type as in `MatchingEventTypes`
  record Detail(String matchingType, ObjectNode json) {}

  private final Mail mail;
  private final ObjectNode described;

  /// @param source the sender as the request named it
  /// @param header of the message as it left
  SesDetails(Mail mail, String source, MailHeader header) {
    this.mail = mail;
    this.described = described(mail, source, header);
  }

  private static ObjectNode described(Mail mail, String source, MailHeader header) {
    ObjectNode json =
        Json.object()
            .put("timestamp", Json.millis(mail.at()))
            .put("source", source)
            .put("sourceArn", Aws.arn("ses", "identity/" + domain(mail.from())))
            .put("sendingAccountId", Aws.ACCOUNT)
            .put("messageId", mail.id());
    json.set("destination", Json.texts(mail.to()));
    json.put("headersTruncated", false);
    ArrayNode headers = json.putArray("headers");
    for (MailHeader.Field field : header.fields()) {
      headers.addObject().put("name", field.name()).put("value", field.value());
    }
    ObjectNode common = json.putObject("commonHeaders");
    common.set("from", Json.texts(header.value("From").stream().toList()));
    header.value("Date").ifPresent(date -> common.put("date", date));
    common.set("to", Json.texts(header.value("To").stream().toList()));
    header.value("Cc").ifPresent(cc -> common.set("cc", Json.texts(List.of(cc))));
    header.value("Reply-To").ifPresent(to -> common.set("replyTo", Json.texts(List.of(to))));
    common.put("messageId", mail.id());
    common.put("subject", header.subject());
    ObjectNode tags = json.putObject("tags");
    tag(tags, "ses:configuration-set", mail.configurationSet());
    tag(tags, "ses:source-ip", "127.0.0.1");
    tag(tags, "ses:from-domain", domain(mail.from()));
    tag(tags, "ses:caller-identity", "local");
    mail.tags().forEach((name, value) -> tag(tags, name, value));
    return json;
  }

  private static void tag(ObjectNode tags, String name, String value) {
    tags.set(name, Json.texts(List.of(value)));
  }

  private static String domain(String address) {
    return address.substring(address.lastIndexOf('@') + 1);
  }

  Detail sent() {
    return detail("SEND", "Send", "send", Json.object());
  }

  Detail rejected() {
    return detail("REJECT", "Reject", "reject", Json.object().put("reason", "Bad content"));
  }

  Detail delivered(String recipient, Instant at) {
    ObjectNode delivery =
        Json.object()
            .put("timestamp", Json.millis(at))
            .put("processingTimeMillis", Duration.between(mail.at(), at).toMillis());
    delivery.set("recipients", Json.texts(List.of(recipient)));
    delivery
        .put("smtpResponse", "250 2.6.0 Message received")
        .put("remoteMtaIp", "127.0.0.1")
        .put("reportingMTA", "mta.example.com");
    return detail("DELIVERY", "Delivery", "delivery", delivery);
  }

  Detail bounced(String recipient, Fate fate, String feedbackId, Instant at) {
    ObjectNode about = Json.object().put("emailAddress", recipient).put("action", "failed");
    ObjectNode bounce = Json.object().put("feedbackId", feedbackId);
    switch (fate) {
      case SOFT_BOUNCED -> {
        bounce.put("bounceType", "Transient").put("bounceSubType", "MailboxFull");
        about.put("status", "4.2.2").put("diagnosticCode", "smtp; 452 4.2.2 mailbox full");
      }
      case SUPPRESSED -> {
        bounce.put("bounceType", "Permanent").put("bounceSubType", "Suppressed");
        about
            .put("status", "5.1.1")
            .put(
                "diagnosticCode",
                "Amazon SES has suppressed sending to this address because it has a recent history"
                    + " of bouncing as an invalid address.");
      }
      case SUPPRESSED_BY_ACCOUNT -> {
        bounce.put("bounceType", "Permanent").put("bounceSubType", "OnAccountSuppressionList");
        about
            .put("status", "5.1.1")
            .put(
                "diagnosticCode",
                "Amazon SES did not send the message to"
                    + " this address because it is on the suppression list for your account.");
      }
      default -> {
        bounce.put("bounceType", "Permanent").put("bounceSubType", "General");
        about.put("status", "5.1.1").put("diagnosticCode", "smtp; 550 5.1.1 user unknown");
      }
    }
    bounce.set("bouncedRecipients", Json.array(about));
    bounce.put("timestamp", Json.millis(at)).put("reportingMTA", "dns; mta.example.com");
    return detail("BOUNCE", "Bounce", "bounce", bounce);
  }

  Detail complained(String recipient, String feedbackId, Instant at) {
    ObjectNode complaint = Json.object().put("feedbackId", feedbackId);
    complaint.putNull("complaintSubType");
    complaint.set("complainedRecipients", Json.array(Json.object().put("emailAddress", recipient)));
    complaint
        .put("timestamp", Json.millis(at))
        .put("userAgent", "ExampleCorp Feedback Loop (V0.01)")
        .put("complaintFeedbackType", "abuse")
        .put("arrivalDate", Json.millis(mail.at()));
    return detail("COMPLAINT", "Complaint", "complaint", complaint);
  }

  Detail delayed(String recipient, Instant at) {
    ObjectNode delay =
        Json.object()
            .put("timestamp", Json.millis(at))
            .put("delayType", "TransientCommunicationFailure")
            .put("expirationTime", Json.millis(mail.at().plus(GIVES_UP)))
            .put("reportingMTA", "a1-2.smtp-out.amazonses.com");
    delay.set(
        "delayedRecipients",
        Json.array(
            Json.object()
                .put("emailAddress", recipient)
                .put("status", "4.4.1")
                .put("diagnosticCode", "smtp; 421 4.4.1 Unable to connect to remote host")));
    return detail("DELIVERY_DELAY", "DeliveryDelay", "deliveryDelay", delay);
  }

  private Detail detail(String matchingType, String eventType, String field, ObjectNode about) {
    ObjectNode json = Json.object().put("eventType", eventType);
    json.set("mail", described.deepCopy());
    json.set(field, about);
    return new Detail(matchingType, json);
  }
}
