package dev.posthouse.mail;

import dev.posthouse.domain.EmailAddress;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One message to one recipient, checked: what [Composer] makes of it is well-formed and says
/// nothing the writer did not mean to be a header.
///
/// @param seed what the boundaries are derived from, such as the job's id
/// @param date the `Date` header
/// @param recipient the envelope recipient: the one this copy goes to
/// @param to the `To` header
/// @param cc the `Cc` header, may be empty
/// @param replyTo the `Reply-To` header, may be empty
/// @param text plain body; at least one of the bodies is there
/// @param html HTML body
/// @param messageId `Message-ID` without angle brackets, null to leave it to the mail server
/// @param inReplyTo id of the message this one answers, without angle brackets
/// @param references ids of the thread, oldest first, without angle brackets
/// @param unsubscribe null on replies and where nobody can unsubscribe
/// @param headers further fields such as `X-Posthouse-Job`, in order
public record OutgoingMail(
    String seed,
    Instant date,
    NamedAddress from,
    EmailAddress recipient,
    List<NamedAddress> to,
    List<NamedAddress> cc,
    List<NamedAddress> replyTo,
    String subject,
    @Nullable String text,
    @Nullable String html,
    @Nullable String messageId,
    @Nullable String inReplyTo,
    List<String> references,
    @Nullable ListUnsubscribe unsubscribe,
    @Nullable AutoSubmitted autoSubmitted,
    Map<String, String> headers,
    List<Attachment> attachments) {
  /// Longest subject, in characters (RFC 5322 §2.1.1).
  public static final int SUBJECT_MAX = 998;

  private static final int HEADER_NAME_MAX = 76;

  /// Fields this class has a place for: a second one would be another message to some readers.
  private static final Set<String> OWN =
      Set.of(
          "date",
          "from",
          "sender",
          "to",
          "cc",
          "bcc",
          "reply-to",
          "subject",
          "message-id",
          "in-reply-to",
          "references",
          "mime-version",
          "list-unsubscribe",
          "list-unsubscribe-post",
          "auto-submitted",
          "return-path",
          "received",
          "dkim-signature");

  /// @throws IllegalArgumentException naming the part that is wrong, never quoting it
  public OutgoingMail {
    HeaderText.checked("subject", subject, SUBJECT_MAX);
    if (text == null && html == null) {
      throw new IllegalArgumentException("a message has a text, an html body, or both");
    }
    checkBody("text", text);
    checkBody("html", html);
    messageId = messageId == null ? null : MessageIds.checked("messageId", messageId);
    inReplyTo = inReplyTo == null ? null : MessageIds.checked("inReplyTo", inReplyTo);
    references = references.stream().map(id -> MessageIds.checked("references", id)).toList();
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    headers.forEach(OutgoingMail::checkHeader);
    to = to.isEmpty() ? List.of(NamedAddress.of(recipient)) : List.copyOf(to);
    cc = List.copyOf(cc);
    replyTo = List.copyOf(replyTo);
    attachments = List.copyOf(attachments);
  }

  /// Begins a message from `from` to `recipient` with an empty subject and no body yet.
  public static Draft draft(String seed, Instant date, NamedAddress from, EmailAddress recipient) {
    return new Draft(seed, date, from, recipient);
  }

  private static void checkBody(String what, @Nullable String body) {
    // RFC 5322 §4 and RFC 2045 §2.8: nothing may carry it.
    if (body != null && body.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(what + " holds a NUL");
    }
  }

  private static void checkHeader(String name, String value) {
    HeaderText.checkedToken("header name", name, HEADER_NAME_MAX);
    String lower = name.toLowerCase(Locale.ROOT);
    if (name.indexOf(':') >= 0 || OWN.contains(lower) || lower.startsWith("content-")) {
      throw new IllegalArgumentException("header name is not free: " + name);
    }
    HeaderText.checked("header " + name, value, SUBJECT_MAX);
  }
}
