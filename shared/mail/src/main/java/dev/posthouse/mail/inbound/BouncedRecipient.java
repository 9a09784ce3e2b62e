package dev.posthouse.mail.inbound;

import dev.posthouse.domain.EmailAddress;
import java.util.Optional;

/// What a bounce tells about one recipient.
///
/// @param finalRecipient where it was to be delivered in the end
/// @param originalRecipient whom we sent it to, if the report says so
/// @param status an enhanced status code (RFC 3463), `x.0.0` if only its class is known
/// @param diagnostic what the mail server said, on one line, perhaps empty
public record BouncedRecipient(
    Optional<EmailAddress> finalRecipient,
    Optional<EmailAddress> originalRecipient,
    BounceAction action,
    String status,
    String diagnostic,
    BounceCause cause) {
  /// Whether it is given up for good, and not only for now.
  public boolean permanent() {
    return action == BounceAction.FAILED && !status.startsWith("4");
  }
}
