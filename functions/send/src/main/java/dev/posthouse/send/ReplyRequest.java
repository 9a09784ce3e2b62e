package dev.posthouse.send;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.posthouse.domain.outbound.DeliveryGuarantee;
import dev.posthouse.domain.outbound.JobIds;
import dev.posthouse.domain.outbound.MessageId;
import dev.posthouse.lambda.Json;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The body of `POST /v1/messages/{messageId}/reply`. Recipient, subject and thread follow from the
/// message that is answered.
///
/// @param replyAll whether everybody the message named gets the answer too
/// @param noReplyEventAfter how long to wait for an answer before `email.no_reply`; absent: not at
///   all
record ReplyRequest(
    @Nullable String text,
    @Nullable String html,
    @Nullable Boolean replyAll,
    @Nullable List<FileRequest> attachments,
    @Nullable NoReplyAfter noReplyEventAfter,
    @Nullable DeliveryGuarantee deliveryGuarantee,
    @Nullable String idempotencyKey) {
  private static final int FINGERPRINT_LENGTH = 32;

  ReplyRequest {
    BodyFields.demandBody(text, html);
    attachments = FileRequest.checked(attachments);
  }

  @JsonIgnore
  boolean toAll() {
    return Boolean.TRUE.equals(replyAll);
  }

  /// Hash of all that is asked for, in hexadecimal: tells a repetition from another request under
  /// the same key.
  String fingerprint(MessageId answered) {
    var asked =
        new ReplyRequest(
            text, html, replyAll, attachments, noReplyEventAfter, deliveryGuarantee, null);
    return JobIds.sha256(answered.value() + Json.encode(asked)).substring(0, FINGERPRINT_LENGTH);
  }

  @JsonIgnore
  DeliveryGuarantee guarantee() {
    return Objects.requireNonNullElse(deliveryGuarantee, DeliveryGuarantee.AT_MOST_ONCE);
  }
}
