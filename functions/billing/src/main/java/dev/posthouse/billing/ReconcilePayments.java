package dev.posthouse.billing;

import dev.posthouse.domain.billing.Receipt;
import dev.posthouse.domain.billing.ReceiptStatus;
import dev.posthouse.domain.billing.Receipts;
import dev.posthouse.lambda.Log;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Finds out what became of payments whose outcome is not known.
///
/// It looks at the chain, and moves no money that has not moved: only the payer's own confirmation
/// sends a payment again while it could still be carried out. A payer who gave a payment up and
/// made another one does not pay twice.
final class ReconcilePayments {
  private static final int BATCH = 50;

  private final Receipts receipts;
  private final AdvancePayment advance;
  private final Chains chains;
  private final InstantSource clock;
  private final Log log;

  ReconcilePayments(
      Receipts receipts, AdvancePayment advance, Chains chains, InstantSource clock, Log log) {
    this.receipts = receipts;
    this.advance = advance;
    this.chains = chains;
    this.clock = clock;
    this.log = log;
  }

  /// Looks at the receipts that are due, while there is time.
  ///
  /// @return how many it looked at
  int reconcile(BooleanSupplier timeLeft) {
    int looked = 0;
    List<Receipts.Holder> due = receipts.due(clock.instant(), BATCH);
    for (Receipts.Holder each : due) {
      if (!timeLeft.getAsBoolean()) {
        break;
      }
      Optional<Receipt> receipt = receipts.find(each.tenant(), each.receipt()).filter(this::isDue);
      if (receipt.isPresent()) {
        reconcile(receipt.get());
        looked++;
      }
    }
    return looked;
  }

  private boolean isDue(Receipt receipt) {
    Instant at = receipt.progress().lookAt();
    Instant now = clock.instant();
    return at != null && !now.isBefore(at) && !receipt.leasedAt(now);
  }

  private void reconcile(Receipt receipt) {
    Instant now = clock.instant();
    if (receipt.status() == ReceiptStatus.PENDING) {
      receipts.update(receipt, receipt.expired(now));
    } else if (!chains.reach(receipt)) {
      withoutChain(receipt, now);
    } else {
      switch (chains.look(receipt)) {
        case EvmChain.Sight.Paid(String transaction) -> advance.credit(receipt, transaction);
        case EvmChain.Sight.Unused(Instant at) when receipt.finalAt(at) && receipt.finalAt(now) ->
            receipts.update(
                receipt,
                receipt.status() == ReceiptStatus.VERIFIED
                    ? receipt.expired(now)
                    : receipt.leftForReview(reason(receipt), now));
        case EvmChain.Sight.UsedOtherwise() -> review(receipt, Chains.USED_OTHERWISE, now);
        case EvmChain.Sight.Unused _, EvmChain.Sight.Hidden _ -> lookLater(receipt, now);
      }
    }
  }

  /// Nobody can look, so the facilitator is asked: after the end of the authorization it cannot
  /// carry out any more, but may remember that it has.
  private void withoutChain(Receipt receipt, Instant now) {
    if (receipt.status() == ReceiptStatus.FAILED) {
      receipts.update(receipt, receipt.leftForReview(reason(receipt), now));
    } else if (!receipt.finalAt(now)) {
      lookLater(receipt, now);
    } else {
      Receipt leased = receipt.leased(now);
      if (receipts.update(receipt, leased)) {
        Receipt after = advance.advance(leased);
        if (after.status() == ReceiptStatus.VERIFIED) {
          review(after, reason(after), now);
        }
      }
    }
  }

  private void lookLater(Receipt receipt, Instant now) {
    Receipt looked = receipt.looked(now);
    receipts.update(receipt, looked);
    if (looked.reviewRequired()) {
      tell(looked);
    }
  }

  private void review(Receipt receipt, String reason, Instant now) {
    Receipt left = receipt.leftForReview(reason, now);
    if (receipts.update(receipt, left) && left.reviewRequired()) {
      tell(left);
    }
  }

  private void tell(Receipt receipt) {
    log.with("tenant", receipt.payment().tenant().value())
        .with("receipt", receipt.id().value())
        .with("reason", receipt.progress().reason())
        .warn("a payment needs a person: nobody can say what became of it");
  }

  private static String reason(Receipt receipt) {
    String reason = receipt.progress().reason();
    return reason == null ? Facilitator.UNKNOWN_SETTLE : reason;
  }
}
