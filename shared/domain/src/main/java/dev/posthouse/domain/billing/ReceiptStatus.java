package dev.posthouse.domain.billing;

/// Where a payment stands. Wire form: the lower-case name.
public enum ReceiptStatus {
  /// Reserved; no word from the facilitator yet.
  PENDING,
  /// The facilitator found it good, and was asked to settle, or will have been: the money may have
  /// moved.
  VERIFIED,
  /// Paid and credited. Final.
  SETTLED,
  /// Refused. If it was after the facilitator was asked to settle, the chain has the last word.
  FAILED,
  /// The authorization ended unused. Final.
  EXPIRED;

  /// Whether it is not known yet what becomes of the payment.
  public boolean open() {
    return this == PENDING || this == VERIFIED;
  }
}
