package dev.posthouse.mail;

import dev.posthouse.domain.EmailAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An [OutgoingMail] being put together; nothing is checked before [#finished].
public final class Draft {
  private final String seed;
  private final Instant date;
  private final NamedAddress from;
  private final EmailAddress recipient;
  private final List<NamedAddress> to = new ArrayList<>();
  private final List<NamedAddress> cc = new ArrayList<>();
  private final List<NamedAddress> replyTo = new ArrayList<>();
  private String subject = "";
  private @Nullable String text;
  private @Nullable String html;
  private @Nullable String messageId;
  private @Nullable String inReplyTo;
  private List<String> references = List.of();
  private @Nullable ListUnsubscribe unsubscribe;
  private @Nullable AutoSubmitted autoSubmitted;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private final List<Attachment> attachments = new ArrayList<>();

  Draft(String seed, Instant date, NamedAddress from, EmailAddress recipient) {
    this.seed = seed;
    this.date = date;
    this.from = from;
    this.recipient = recipient;
  }

  /// Adds to the `To` header, which is the recipient if nothing is added.
  public Draft to(NamedAddress address) {
    to.add(address);
    return this;
  }

  /// Adds to the `Cc` header.
  public Draft cc(NamedAddress address) {
    cc.add(address);
    return this;
  }

  /// Adds to the `Reply-To` header.
  public Draft replyTo(NamedAddress address) {
    replyTo.add(address);
    return this;
  }

  /// Sets the subject.
  public Draft subject(String value) {
    subject = value;
    return this;
  }

  /// Sets the plain body, null for none.
  public Draft text(@Nullable String body) {
    text = body;
    return this;
  }

  /// Sets the HTML body, null for none.
  public Draft html(@Nullable String body) {
    html = body;
    return this;
  }

  /// Sets the `Message-ID`.
  public Draft messageId(@Nullable String id) {
    messageId = id;
    return this;
  }

  /// Makes this an answer to the message `id` of a thread, whose ids come oldest first.
  public Draft inReplyTo(@Nullable String id, List<String> thread) {
    inReplyTo = id;
    references = thread;
    return this;
  }

  /// Lets the recipient unsubscribe.
  public Draft unsubscribe(@Nullable ListUnsubscribe value) {
    unsubscribe = value;
    return this;
  }

  /// Says that a machine wrote this.
  public Draft autoSubmitted(@Nullable AutoSubmitted value) {
    autoSubmitted = value;
    return this;
  }

  /// Adds a further header field.
  public Draft header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /// Adds a file.
  public Draft attach(Attachment attachment) {
    attachments.add(attachment);
    return this;
  }

  /// The message.
  ///
  /// @throws IllegalArgumentException naming the part that is wrong
  public OutgoingMail finished() {
    return new OutgoingMail(
        seed,
        date,
        from,
        recipient,
        to,
        cc,
        replyTo,
        subject,
        text,
        html,
        messageId,
        inReplyTo,
        references,
        unsubscribe,
        autoSubmitted,
        headers,
        attachments);
  }
}
