package dev.posthouse.accounts;

import dev.posthouse.domain.purse.LedgerEntry;
import java.time.Instant;

/// An adjustment as the API shows it: the entry the tenant reads at `GET /v1/billing/ledger`.
record CreditsView(
    String tenantId, String ledgerEntryId, long credits, String reason, Instant createdAt) {
  static CreditsView of(LedgerEntry entry) {
    return new CreditsView(
        entry.tenant().value(), entry.id().value(), entry.credits(), entry.reason(), entry.at());
  }
}
