package dev.posthouse.mail.inbound;

import java.util.Optional;

/// What a bounce or a complaint tells of the message it is about.
///
/// @param messageId its `Message-ID` without angle brackets
/// @param envelopeId what was given as `ENVID` (RFC 3461 §4.4)
/// @param headers its header as far as it was returned, our own fields among it
public record OriginalMail(
    Optional<String> messageId, Optional<String> envelopeId, HeaderFields headers) {
  /// The id that SES gave it.
  public Optional<String> sesId() {
    return messageId.flatMap(SesMessageId::of);
  }
}
