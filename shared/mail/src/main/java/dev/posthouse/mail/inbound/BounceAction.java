package dev.posthouse.mail.inbound;

/// What became of a message for one recipient (RFC 3464 §2.3.3).
public enum BounceAction {
  /// It will not be delivered.
  FAILED,
  /// It is tried again.
  DELAYED,
  /// It has been delivered.
  DELIVERED,
  /// It has gone on to a server that does not report.
  RELAYED,
  /// It has gone on to several addresses.
  EXPANDED
}
