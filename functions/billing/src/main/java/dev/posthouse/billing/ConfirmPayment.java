package dev.posthouse.billing;

import dev.posthouse.domain.billing.Receipt;
import dev.posthouse.domain.billing.ReceiptStatus;
import dev.posthouse.domain.billing.Receipts;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Goes on with a payment because its payer asks to: sends the same payment to the facilitator
/// again, or finds it on the chain.
final class ConfirmPayment {
  private final Receipts receipts;
  private final AdvancePayment advance;
  private final Chains chains;
  private final InstantSource clock;

  ConfirmPayment(Receipts receipts, AdvancePayment advance, Chains chains, InstantSource clock) {
    this.receipts = receipts;
    this.advance = advance;
    this.chains = chains;
    this.clock = clock;
  }

  /// The receipt as it is afterwards; empty if somebody else works on it.
  Optional<Receipt> confirm(Receipt receipt) {
    Instant now = clock.instant();
    if (!receipt.status().open()) {
      return Optional.of(lateNews(receipt));
    }
    if (receipt.leasedAt(now)) {
      return Optional.empty();
    }
    boolean over = !now.isBefore(receipt.payment().authorization().expiresAt());
    if (over && receipt.status() == ReceiptStatus.PENDING) {
      Receipt expired = receipt.expired(now);
      return receipts.update(receipt, expired) ? Optional.of(expired) : Optional.empty();
    }
    Receipt leased = receipt.leased(now);
    return receipts.update(receipt, leased)
        ? Optional.of(advance.advance(leased))
        : Optional.empty();
  }

  /// A payment that was refused, and is on the chain nevertheless.
  private Receipt lateNews(Receipt ended) {
    return ended.status() == ReceiptStatus.FAILED
            && chains.look(ended) instanceof EvmChain.Sight.Paid(String transaction)
        ? advance.credit(ended, transaction)
        : ended;
  }
}
