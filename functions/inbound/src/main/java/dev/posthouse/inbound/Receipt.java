package dev.posthouse.inbound;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.lambda.Json;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// SES's notice of a message it has put into a bucket.
///
/// @param sesId what SES calls the message
/// @param recipients whom the envelope names
/// @param verdicts what SES found: check to `pass`, `fail`, `gray` or `processing_failed`
/// @see <a
///   href="https://docs.aws.amazon.com/ses/latest/dg/receiving-email-notifications-contents.html">
///   Contents of notifications for email receiving</a>
record Receipt(
    String sesId,
    Instant at,
    List<EmailAddress> recipients,
    Map<String, String> verdicts,
    String bucket,
    String key) {
  private static final List<String> CHECKS = List.of("spf", "dkim", "dmarc", "spam", "virus");

  Receipt {
    recipients = List.copyOf(recipients);
    verdicts = Map.copyOf(verdicts);
  }

  /// Whether SES found harmful code.
  boolean harmful() {
    return "fail".equals(verdicts.get("virus"));
  }

  /// The receipt in a notice; empty if it is a notice of something else.
  static Optional<Receipt> read(String notice) {
    JsonNode root = Json.mapper().readTree(notice);
    JsonNode receipt = root.path("receipt");
    JsonNode action = receipt.path("action");
    if (!root.path("notificationType").asString("").equals("Received")
        || !action.path("type").asString("").equals("S3")) {
      return Optional.empty();
    }
    List<EmailAddress> recipients =
        receipt
            .path("recipients")
            .valueStream()
            .flatMap(address -> EmailAddress.tryParse(address.asString("")).stream())
            .toList();
    var verdicts = new LinkedHashMap<String, String>();
    for (String check : CHECKS) {
      String status = receipt.path(check + "Verdict").path("status").asString("");
      if (!status.isEmpty()) {
        verdicts.put(check, status.toLowerCase(Locale.ROOT));
      }
    }
    return Optional.of(
        new Receipt(
            root.path("mail").path("messageId").asString(""),
            instant(receipt.path("timestamp").asString("")),
            recipients,
            verdicts,
            action.path("bucketName").asString(""),
            action.path("objectKey").asString("")));
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("a receipt without a timestamp", e);
    }
  }
}
