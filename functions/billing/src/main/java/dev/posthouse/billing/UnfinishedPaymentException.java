package dev.posthouse.billing;

import dev.posthouse.domain.billing.ReceiptId;

/// Work on a receipt ended before its end, by a fault of the store or of ours: the money may have
/// moved, and the receipt waits for whoever goes on.
final class UnfinishedPaymentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ReceiptId receipt;

  UnfinishedPaymentException(ReceiptId receipt, RuntimeException cause) {
    super("unfinished: " + receipt, cause);
    this.receipt = receipt;
  }

  ReceiptId receipt() {
    return receipt;
  }
}
