package dev.posthouse.mail.inbound;

import dev.posthouse.domain.EmailAddress;
import java.util.Optional;

/// What SMTP said about a message, as the receiving server wrote it on top of the header.
///
/// @param returnPath where a bounce of it would go
/// @param nullReturnPath it came with `MAIL FROM:<>`: a machine wrote it and wants no answer (RFC
///   5321 §4.5.5)
/// @param recipient whom this copy was received for; SES tells if there was one recipient
public record MailEnvelope(
    Optional<EmailAddress> returnPath, boolean nullReturnPath, Optional<EmailAddress> recipient) {}
