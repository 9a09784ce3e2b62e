package dev.posthouse.mail.inbound;

import dev.posthouse.mail.NamedAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What the header of a received message says. All of it but [#envelope] is the sender's word.
///
/// @param messageId without angle brackets, as all message ids here; mail without one exists
/// @param inReplyTo what it answers
/// @param references the thread, oldest first
/// @param from empty if there is no valid address, or if several `From` fields disagree: nobody
///   could say which of them was authenticated
/// @param replyTo where the sender wants answers, may be empty
/// @param date as the sender's clock had it
/// @param subject decoded, on one line, may be empty
/// @param fields all fields of the header
public record InboundHeader(
    MailEnvelope envelope,
    Optional<String> messageId,
    List<String> inReplyTo,
    List<String> references,
    Optional<NamedAddress> from,
    Optional<NamedAddress> sender,
    List<NamedAddress> replyTo,
    List<NamedAddress> to,
    List<NamedAddress> cc,
    Optional<Instant> date,
    String subject,
    HeaderFields fields) {}
