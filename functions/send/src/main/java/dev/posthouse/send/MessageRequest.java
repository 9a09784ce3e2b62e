package dev.posthouse.send;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.outbound.Addressing;
import dev.posthouse.domain.outbound.DeliveryGuarantee;
import dev.posthouse.domain.outbound.JobIds;
import dev.posthouse.lambda.Json;
import dev.posthouse.lambda.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The body of `POST /v1/messages/send`: one message to everybody it names.
///
/// @param from the mailbox it goes out from; may be left out by a token that has one mailbox
/// @param cc shown to all; bcc shown to nobody
/// @param replyTo where answers go, if not to the mailbox
/// @param attachments files: given here, or ones that came with a message of this mailbox
/// @param labels put on the conversation
/// @param noReplyEventAfter how long to wait for an answer before `email.no_reply`; absent: not at
///   all
record MessageRequest(
    @Nullable String from,
    @Nullable List<String> to,
    @Nullable String subject,
    @Nullable String text,
    @Nullable String html,
    @Nullable List<String> cc,
    @Nullable List<String> bcc,
    @Nullable List<String> replyTo,
    @Nullable String inReplyTo,
    @Nullable List<String> references,
    @Nullable List<FileRequest> attachments,
    @Nullable Instant sendAt,
    @Nullable List<String> labels,
    @Nullable NoReplyAfter noReplyEventAfter,
    @Nullable DeliveryGuarantee deliveryGuarantee,
    @Nullable String idempotencyKey) {
  private static final int FINGERPRINT_LENGTH = 32;
  private static final int REPLY_TO_MAX = 5;

  MessageRequest {
    List<String> named = Json.required("to", to);
    if (named.isEmpty()) {
      throw Problem.invalidField("to", "has at least one address").asException();
    }
    demandDistinct(named, orEmpty(cc), orEmpty(bcc));
    BodyFields.demandSubject(Json.required("subject", subject));
    BodyFields.demandBody(text, html);
    inReplyTo = BodyFields.messageId("inReplyTo", inReplyTo);
    references = BodyFields.messageIds("references", references);
    attachments = FileRequest.checked(attachments);
    labels = BodyFields.labels(labels);
    if (orEmpty(replyTo).size() > REPLY_TO_MAX) {
      throw Problem.invalidField("replyTo", "has at most " + REPLY_TO_MAX + " addresses")
          .asException();
    }
    BodyFields.addresses("replyTo", orEmpty(replyTo));
  }

  /// The same person twice would get two mails.
  private static void demandDistinct(List<String> to, List<String> cc, List<String> bcc) {
    int count = to.size() + cc.size() + bcc.size();
    if (count > SendRequest.RECIPIENTS_MAX) {
      throw Problem.invalidField(
              "to",
              "and cc and bcc have %d addresses at most".formatted(SendRequest.RECIPIENTS_MAX))
          .asException();
    }
    var seen = new HashSet<String>();
    BodyFields.demandDistinct("to", to, seen);
    BodyFields.demandDistinct("cc", cc, seen);
    BodyFields.demandDistinct("bcc", bcc, seen);
  }

  /// Everybody it goes to, as written: `to`, then `cc`, then `bcc`.
  @JsonIgnore
  List<String> recipients() {
    var all = new ArrayList<>(orEmpty(to));
    all.addAll(orEmpty(cc));
    all.addAll(orEmpty(bcc));
    return all;
  }

  /// Whom the header names. What is not an address is refused as a recipient and named nowhere.
  @JsonIgnore
  Addressing addressing() {
    return new Addressing(
        valid(orEmpty(to)), valid(orEmpty(cc)), BodyFields.addresses("replyTo", orEmpty(replyTo)));
  }

  private static List<EmailAddress> valid(List<String> addresses) {
    return addresses.stream().flatMap(text -> EmailAddress.tryParse(text).stream()).toList();
  }

  /// Hash of all that is asked for: tells a repetition from another request under the same key.
  @JsonIgnore
  String fingerprint() {
    var asked =
        new MessageRequest(
            from,
            to,
            subject,
            text,
            html,
            cc,
            bcc,
            replyTo,
            inReplyTo,
            references,
            attachments,
            sendAt,
            labels,
            noReplyEventAfter,
            deliveryGuarantee,
            null);
    return JobIds.sha256(Json.encode(asked)).substring(0, FINGERPRINT_LENGTH);
  }

  @JsonIgnore
  DeliveryGuarantee guarantee() {
    return Objects.requireNonNullElse(deliveryGuarantee, DeliveryGuarantee.AT_MOST_ONCE);
  }

  static List<String> orEmpty(@Nullable List<String> list) {
    return Objects.requireNonNullElse(list, List.of());
  }
}
