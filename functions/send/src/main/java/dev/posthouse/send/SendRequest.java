package dev.posthouse.send;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.posthouse.domain.outbound.Content;
import dev.posthouse.domain.outbound.Conversation;
import dev.posthouse.domain.outbound.DeliveryGuarantee;
import dev.posthouse.domain.outbound.JobIds;
import dev.posthouse.domain.outbound.ReplySubject;
import dev.posthouse.lambda.Json;
import dev.posthouse.lambda.Problem;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The body of `POST /v1/identities/{handle}/send`: a new message (`to`, `subject`) or a reply
/// (`convId`), never both.
///
/// @param to one address or several; each gets a message of its own
/// @param inReplyTo `Message-ID` of a message outside this platform that is answered
/// @param references `Message-ID`s of its thread, oldest first
/// @param labels put on the conversation
/// @param sendAt not before this moment, at most 30 days ahead
/// @param noReplyEventAfter how long to wait for an answer before `email.no_reply`; absent: not at
///   all
/// @param deliveryGuarantee what to do when SES does not say whether it took the message
/// @param idempotencyKey as the header `Idempotency-Key`
record SendRequest(
    @Nullable List<String> to,
    @Nullable String subject,
    @Nullable String convId,
    @Nullable String text,
    @Nullable String html,
    @Nullable String inReplyTo,
    @Nullable List<String> references,
    @Nullable List<String> labels,
    @Nullable Instant sendAt,
    @Nullable NoReplyAfter noReplyEventAfter,
    @Nullable DeliveryGuarantee deliveryGuarantee,
    @Nullable String idempotencyKey) {
  /// Most recipients of one request.
  static final int RECIPIENTS_MAX = 50;

  private static final int FINGERPRINT_LENGTH = 32;

  SendRequest {
    if (convId == null) {
      demandNew(to, subject);
    } else {
      demandReply(to, subject, inReplyTo, references);
    }
    BodyFields.demandBody(text, html);
    inReplyTo = BodyFields.messageId("inReplyTo", inReplyTo);
    references = BodyFields.messageIds("references", references);
    labels = BodyFields.labels(labels);
  }

  private static void demandNew(@Nullable List<String> to, @Nullable String subject) {
    List<String> recipients = Json.required("to", to);
    if (recipients.isEmpty() || recipients.size() > RECIPIENTS_MAX) {
      throw Problem.invalidField("to", "has 1 to " + RECIPIENTS_MAX + " addresses").asException();
    }
    BodyFields.demandDistinct("to", recipients, new HashSet<>());
    BodyFields.demandSubject(Json.required("subject", subject));
  }

  private static void demandReply(
      @Nullable List<String> to,
      @Nullable String subject,
      @Nullable String inReplyTo,
      @Nullable List<String> references) {
    demandAbsent("to", to);
    demandAbsent("subject", subject);
    demandAbsent("inReplyTo", inReplyTo);
    demandAbsent("references", references);
  }

  private static void demandAbsent(String field, @Nullable Object value) {
    if (value != null) {
      throw Problem.invalidField(field, "follows from the conversation; leave it out with convId")
          .asException();
    }
  }

  /// Hash of all that is asked for: tells a repetition from another request under the same key.
  @JsonIgnore
  String fingerprint() {
    var asked =
        new SendRequest(
            to,
            subject,
            convId,
            text,
            html,
            inReplyTo,
            references,
            labels,
            sendAt,
            noReplyEventAfter,
            deliveryGuarantee,
            null);
    return JobIds.sha256(Json.encode(asked)).substring(0, FINGERPRINT_LENGTH);
  }

  /// The recipients of a new message, as written.
  @JsonIgnore
  List<String> recipients() {
    return Objects.requireNonNullElse(to, List.of());
  }

  /// The content of a new message.
  @JsonIgnore
  Content newMessage() {
    return new Content(
        Objects.requireNonNullElse(subject, ""),
        text,
        html,
        inReplyTo,
        Objects.requireNonNullElse(references, List.of()));
  }

  /// The content of an answer in that conversation.
  @JsonIgnore
  Content replyIn(Conversation conversation) {
    List<String> thread = conversation.references();
    return new Content(
        ReplySubject.of(conversation.subject()),
        text,
        html,
        thread.isEmpty() ? null : thread.getLast(),
        thread);
  }

  /// The guarantee asked for, or the usual one.
  @JsonIgnore
  DeliveryGuarantee guarantee() {
    return Objects.requireNonNullElse(deliveryGuarantee, DeliveryGuarantee.AT_MOST_ONCE);
  }
}
