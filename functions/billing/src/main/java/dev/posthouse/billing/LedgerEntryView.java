package dev.posthouse.billing;

import dev.posthouse.domain.purse.LedgerEntry;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A line of the ledger as the API shows it.
///
/// @param creditsDelta what it adds to all the purse holds, negative if it takes some
/// @param availableDelta its part that is available
/// @param reservedDelta its part that is promised to jobs
/// @param paymentReceiptId the receipt it was paid with, null if it was not paid for
record LedgerEntryView(
    String id,
    String tenantId,
    LedgerEntry.Kind entryType,
    long creditsDelta,
    long availableDelta,
    long reservedDelta,
    String reason,
    String referenceId,
    @Nullable String paymentReceiptId,
    Instant createdAt) {
  static LedgerEntryView of(LedgerEntry entry) {
    return new LedgerEntryView(
        entry.id().value(),
        entry.tenant().value(),
        entry.kind(),
        entry.credits(),
        entry.available(),
        entry.reserved(),
        entry.reason(),
        entry.reference(),
        isPaid(entry.kind()) ? entry.reference() : null,
        entry.at());
  }

  private static boolean isPaid(LedgerEntry.Kind kind) {
    return kind == LedgerEntry.Kind.TOPUP || kind == LedgerEntry.Kind.UPGRADE;
  }
}
