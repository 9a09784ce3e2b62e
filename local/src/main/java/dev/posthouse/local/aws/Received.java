package dev.posthouse.local.aws;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/// A message that SES has received: stored with the fields SES writes on top, and told to a topic.
///
/// @see <a
///   href="https://docs.aws.amazon.com/ses/latest/dg/receiving-email-notifications-contents.html">
///   Contents of notifications for email receiving</a>
public final class Received {
  private static final List<String> CHECKS = List.of("spam", "virus", "spf", "dkim", "dmarc");

  private final String id = UUID.randomUUID().toString().replace("-", "");
  private final InboundMail mail;
  private final Instant at;

  public Received(InboundMail mail, Instant at) {
    this.mail = mail;
    this.at = at;
  }

  /// What SES calls it; the last part of its key.
  public String id() {
    return id;
  }

  /// The message as SES stores it.
  public byte[] stored() {
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME
            .withLocale(Locale.ROOT)
            .format(at.atZone(ZoneOffset.UTC));
    String top =
        """
        Return-Path: <%s>
        Received: from mail.example.com (mail.example.com [192.0.2.1]) by inbound-smtp.%s.amazonaws.com with SMTP id %s for %s; %s
        X-SES-Spam-Verdict: PASS
        X-SES-Virus-Verdict: PASS
        Authentication-Results: amazonses.com; spf=pass; dkim=pass; dmarc=pass
        """
            .formatted(mail.from(), Aws.REGION, id, mail.to(), date)
            .replace("\n", "\r\n");
    byte[] head = top.getBytes(StandardCharsets.UTF_8);
    byte[] body = mail.bytes();
    byte[] all = new byte[head.length + body.length];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(body, 0, all, head.length, body.length);
    return all;
  }

  /// The notice of the S3 action, as Lambda gives it to a function subscribed to the topic.
  public ObjectNode notice(String bucket, String key, String topicArn) {
    ObjectNode action =
        Json.object()
            .put("type", "S3")
            .put("topicArn", topicArn)
            .put("bucketName", bucket)
            .put("objectKey", key);
    ObjectNode receipt =
        Json.object().put("timestamp", Json.millis(at)).put("processingTimeMillis", 1);
    receipt.set("recipients", Json.texts(List.of(mail.to())));
    CHECKS.forEach(check -> receipt.putObject(check + "Verdict").put("status", "PASS"));
    receipt.set("action", action);
    ObjectNode described =
        Json.object()
            .put("timestamp", Json.millis(at))
            .put("source", mail.from())
            .put("messageId", id)
            .put("headersTruncated", true);
    described.set("destination", Json.texts(List.of(mail.to())));
    ObjectNode notice = Json.object().put("notificationType", "Received");
    notice.set("receipt", receipt);
    notice.set("mail", described);
    return SnsMessage.event(
        UUID.randomUUID().toString(),
        at,
        topicArn,
        "Amazon SES Email Receipt Notification",
        notice.toString());
  }
}
