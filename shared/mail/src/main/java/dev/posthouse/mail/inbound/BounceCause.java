package dev.posthouse.mail.inbound;

/// Why a message was not delivered. The class of a status code does not tell: `5.7.1` is a
/// permanent failure of the sender, not of the recipient.
public enum BounceCause {
  /// There is no such recipient. The one cause that speaks against the address.
  UNKNOWN_RECIPIENT,
  /// No room in the mailbox.
  MAILBOX_FULL,
  /// There is such a mailbox, and it takes no mail.
  MAILBOX_DISABLED,
  /// A rule of the recipient's server.
  POLICY,
  /// The sender's address or domain is distrusted, or sends too much at once.
  REPUTATION,
  /// What the message says or brings.
  CONTENT,
  /// SPF, DKIM, DMARC or reverse DNS did not hold.
  AUTHENTICATION,
  /// The message is too large.
  TOO_LARGE,
  /// The server could not be found or reached.
  NETWORK,
  /// None of these, or unknown.
  OTHER
}
