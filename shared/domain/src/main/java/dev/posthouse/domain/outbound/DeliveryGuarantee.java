package dev.posthouse.domain.outbound;

/// What to do when nobody can say whether SES took a message. Wire form: the lower-case name.
public enum DeliveryGuarantee {
  /// Give up: the recipient may have got it once, never twice.
  AT_MOST_ONCE,
  /// Try again: the recipient gets it, in rare cases twice.
  AT_LEAST_ONCE
}
