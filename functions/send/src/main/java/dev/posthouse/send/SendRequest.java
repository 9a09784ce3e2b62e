package dev.posthouse.send;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.outbound.Content;
import dev.posthouse.domain.outbound.Conversation;
import dev.posthouse.domain.outbound.DeliveryGuarantee;
import dev.posthouse.domain.outbound.JobIds;
import dev.posthouse.domain.outbound.ReplySubject;
import dev.posthouse.lambda.Json;
import dev.posthouse.lambda.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The body of `POST /v1/identities/{handle}/send`: a new message (`to`, `subject`) or a reply
/// (`convId`), never both.
///
/// @param to one address or several; each gets a message of its own
/// @param inReplyTo `Message-ID` of a message outside this platform that is answered
/// @param references `Message-ID`s of its thread, oldest first
/// @param sendAt not before this moment, at most 30 days ahead
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
    @Nullable Instant sendAt,
    @Nullable DeliveryGuarantee deliveryGuarantee,
    @Nullable String idempotencyKey) {
  /// Most recipients of one request.
  static final int RECIPIENTS_MAX = 50;

  private static final int REFERENCES_MAX = 50;
  private static final int FINGERPRINT_LENGTH = 32;
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
  private static final Pattern MESSAGE_ID =
      Pattern.compile("<?[!-;=?-~]{1,250}@[!-;=?-~]{1,250}>?");

  SendRequest {
    if (convId == null) {
      demandNew(to, subject);
    } else {
      demandReply(to, subject, inReplyTo, references);
    }
    if (text == null && html == null) {
      throw Problem.missingField("text").withFix("Send text, html, or both.").asException();
    }
    if (utf8(text) + utf8(html) > Content.BODY_BYTES_MAX) {
      throw Problem.invalidField("text", "and html together are over 1 MB").asException();
    }
    inReplyTo = inReplyTo == null ? null : messageId("inReplyTo", inReplyTo);
    references = references == null ? null : messageIds(references);
  }

  private static void demandNew(@Nullable List<String> to, @Nullable String subject) {
    List<String> recipients = Json.required("to", to);
    if (recipients.isEmpty() || recipients.size() > RECIPIENTS_MAX) {
      throw Problem.invalidField("to", "has 1 to " + RECIPIENTS_MAX + " addresses").asException();
    }
    for (int i = 0; i < recipients.size(); i++) {
      if (CONTROL.matcher(recipients.get(i)).find()) {
        throw Problem.invalidField("to[" + i + "]", "has a control character").asException();
      }
    }
    demandDistinct(recipients);
    demandLine("subject", Json.required("subject", subject));
  }

  /// The same person twice in one request is a mistake, and would be two mails.
  private static void demandDistinct(List<String> recipients) {
    var seen = new HashSet<String>();
    for (int i = 0; i < recipients.size(); i++) {
      String to = recipients.get(i);
      String person = EmailAddress.tryParse(to).map(EmailAddress::canonical).orElse(to);
      if (!seen.add(person)) {
        throw Problem.invalidField("to[" + i + "]", "is there twice").asException();
      }
    }
  }

  private static void demandLine(String field, String value) {
    if (CONTROL.matcher(value).find()) {
      throw Problem.invalidField(field, "is one line without control characters").asException();
    }
    if (value.isBlank() || value.length() > Content.SUBJECT_MAX) {
      throw Problem.invalidField(field, "has 1 to " + Content.SUBJECT_MAX + " characters")
          .asException();
    }
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

  private static List<String> messageIds(List<String> values) {
    if (values.size() > REFERENCES_MAX) {
      throw Problem.invalidField("references", "has at most " + REFERENCES_MAX + " ids")
          .asException();
    }
    return values.stream().map(value -> messageId("references", value)).toList();
  }

  private static String messageId(String field, String value) {
    if (!MESSAGE_ID.matcher(value).matches()) {
      throw Problem.invalidField(field, "is a Message-ID such as <id@example.com>").asException();
    }
    return value.replaceAll("^<|>$", "");
  }

  private static int utf8(@Nullable String text) {
    return text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
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
            sendAt,
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
