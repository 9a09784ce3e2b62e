package dev.posthouse.domain.event;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The kinds of events. Wire form: `email.no_reply` for [#EMAIL_NO_REPLY].
public enum EventType {
  /// A message was accepted, to be sent now or later.
  EMAIL_QUEUED,
  /// SES took it.
  EMAIL_SENT,
  /// The recipient's server took it.
  EMAIL_DELIVERED,
  /// The recipient's server puts it off; SES goes on trying.
  EMAIL_DELAYED,
  /// A message came in that opens a conversation.
  EMAIL_RECEIVED,
  /// A message came in on a conversation.
  EMAIL_REPLIED,
  /// Nobody replied in the time asked for.
  EMAIL_NO_REPLY,
  /// It came back.
  EMAIL_BOUNCED,
  /// The recipient called it spam.
  EMAIL_COMPLAINED,
  /// The recipient wants no more.
  EMAIL_UNSUBSCRIBED,
  /// It was taken back before it was sent.
  EMAIL_CANCELLED,
  /// It will not be sent.
  EMAIL_SEND_FAILED_PERMANENTLY,
  /// A mailbox was taken out of its pool.
  MAILBOX_PULLED,
  /// Another mailbox took its place.
  MAILBOX_REPLACED,
  /// The identity can send.
  IDENTITY_READY,
  /// The identity was told to stop for a while.
  IDENTITY_PAUSED,
  /// The identity goes on.
  IDENTITY_RESUMED,
  /// The identity was stopped.
  IDENTITY_SUSPENDED,
  /// The identity's tier has to be paid for.
  IDENTITY_PAYMENT_DUE,
  /// A domain's DNS records are as they must be.
  DOMAIN_VERIFIED,
  /// A domain's DNS records are not as they must be.
  DOMAIN_FAILED;

  /// The type as the API writes it.
  public String wire() {
    return name().toLowerCase(Locale.ROOT).replaceFirst("_", ".");
  }

  /// The type the API writes so; empty for any other word.
  public static Optional<EventType> ofWire(String text) {
    return Arrays.stream(values()).filter(type -> type.wire().equals(text)).findFirst();
  }
}
