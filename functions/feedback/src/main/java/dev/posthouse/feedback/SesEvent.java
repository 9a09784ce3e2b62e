package dev.posthouse.feedback;

import dev.posthouse.domain.Id;
import dev.posthouse.domain.outbound.Evidence;
import dev.posthouse.domain.outbound.JobError;
import dev.posthouse.domain.outbound.JobId;
import dev.posthouse.domain.pool.Mishap;
import dev.posthouse.domain.tenant.Suppression;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// An event of SES's event publishing, as far as it concerns a job.
///
/// Source: "Examples of event data that Amazon SES publishes" of the SES Developer Guide.
///
/// @param suppresses why the recipient must not be written to again, if this says so
record SesEvent(JobId job, Evidence evidence, Optional<Suppression.Reason> suppresses) {
  /// How far another clock may be ahead. What lies further ahead, or before all mail, is no time.
  private static final Duration AHEAD_MAX = Duration.ofDays(1);

  /// Enhanced status codes that say there is no such person (RFC 3463 §3.2). Other permanent
  /// bounces, such as policy refusals, say something about the sender.
  private static final Pattern NO_SUCH_PERSON = Pattern.compile("5\\.1\\.[0-36]|5\\.1\\.10");

  /// Security and policy (RFC 3463 §3.8), which is where distrust is told.
  private static final Pattern DISTRUST = Pattern.compile("\\b[45]\\.7\\.\\d{1,3}\\b");

  /// The event in that JSON; empty if it is of another kind or names no job of ours.
  static Optional<SesEvent> read(JsonNode event, Instant now) {
    JsonNode mail = event.path("mail");
    String job = mail.path("tags").path("job").path(0).asString("");
    if (!Id.hasShape(JobId.PREFIX, job)) {
      return Optional.empty();
    }
    String message = mail.path("messageId").asString("");
    if (message.isEmpty()) {
      return Optional.empty();
    }
    String type = event.path("eventType").asString("");
    return kind(type)
        .map(kind -> {
          JsonNode detail = event.path(section(kind));
          return new SesEvent(
              new JobId(job),
              new Evidence(
                  kind,
                  message,
                  time(detail.path("timestamp").asString(""))
                      .or(() -> time(mail.path("timestamp").asString("")))
                      .filter(at -> at.isAfter(Instant.EPOCH) && at.isBefore(now.plus(AHEAD_MAX)))
                      .orElse(now),
                  error(kind, detail),
                  mishap(kind, detail)),
              suppresses(kind, detail));
        });
  }

  private static Optional<Evidence.Kind> kind(String eventType) {
    return switch (eventType.toLowerCase(Locale.ROOT)) {
      case "send" -> Optional.of(Evidence.Kind.SEND);
      case "delivery" -> Optional.of(Evidence.Kind.DELIVERY);
      case "bounce" -> Optional.of(Evidence.Kind.BOUNCE);
      case "complaint" -> Optional.of(Evidence.Kind.COMPLAINT);
      case "deliverydelay" -> Optional.of(Evidence.Kind.DELAY);
      case "reject" -> Optional.of(Evidence.Kind.REJECT);
      default -> Optional.empty();
    };
  }

  private static String section(Evidence.Kind kind) {
    return switch (kind) {
      case SEND -> "send";
      case DELIVERY -> "delivery";
      case BOUNCE -> "bounce";
      case COMPLAINT -> "complaint";
      case DELAY -> "deliveryDelay";
      case REJECT -> "reject";
    };
  }

  private static Optional<JobError> error(Evidence.Kind kind, JsonNode detail) {
    return switch (kind) {
      case SEND, DELIVERY -> Optional.empty();
      case BOUNCE -> {
        JsonNode recipient = detail.path("bouncedRecipients").path(0);
        String type = detail.path("bounceType").asString("unknown").toLowerCase(Locale.ROOT);
        yield Optional.of(
            new JobError(
                "bounced_" + type,
                recipient
                    .path("diagnosticCode")
                    .asString(detail.path("bounceSubType").asString(""))));
      }
      case COMPLAINT ->
          Optional.of(
              new JobError("complained", detail.path("complaintFeedbackType").asString("")));
      case DELAY ->
          Optional.of(
              new JobError(
                  "delayed",
                  detail
                      .path("delayedRecipients")
                      .path(0)
                      .path("diagnosticCode")
                      .asString(detail.path("delayType").asString(""))));
      case REJECT -> Optional.of(new JobError("rejected", detail.path("reason").asString("")));
    };
  }

  private static Optional<Mishap> mishap(Evidence.Kind kind, JsonNode detail) {
    return switch (kind) {
      case SEND, DELIVERY, REJECT -> Optional.empty();
      case DELAY -> Optional.of(Mishap.DEFERRAL);
      case COMPLAINT -> Optional.of(Mishap.COMPLAINT);
      case BOUNCE ->
          Optional.of(
              noSuchPerson(detail)
                  ? Mishap.HARD_BOUNCE
                  : distrusts(detail) ? Mishap.POLICY_BOUNCE : Mishap.SOFT_BOUNCE);
    };
  }

  /// Whether it is the sender or the message that was refused. SES calls many of these transient;
  /// where its status says nothing, the server's own words may.
  private static boolean distrusts(JsonNode bounce) {
    if (bounce.path("bounceSubType").asString("").endsWith("Rejected")) {
      return true;
    }
    JsonNode recipient = bounce.path("bouncedRecipients").path(0);
    String status = recipient.path("status").asString("");
    String words = recipient.path("diagnosticCode").asString("");
    return DISTRUST.matcher(status).find()
        || (status.matches("|[45]\\.0\\.0") && DISTRUST.matcher(words).find());
  }

  private static Optional<Suppression.Reason> suppresses(Evidence.Kind kind, JsonNode detail) {
    return switch (kind) {
      case COMPLAINT -> Optional.of(Suppression.Reason.COMPLAINED);
      case BOUNCE ->
          noSuchPerson(detail) ? Optional.of(Suppression.Reason.BOUNCED) : Optional.empty();
      case SEND, DELIVERY, DELAY, REJECT -> Optional.empty();
    };
  }

  private static boolean noSuchPerson(JsonNode bounce) {
    if (!bounce.path("bounceType").asString("").equals("Permanent")) {
      return false;
    }
    String subType = bounce.path("bounceSubType").asString("");
    String status = bounce.path("bouncedRecipients").path(0).path("status").asString("");
    return switch (subType) {
      case "NoEmail", "Suppressed", "OnAccountSuppressionList" -> true;
      default -> NO_SUCH_PERSON.matcher(status).matches();
    };
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
