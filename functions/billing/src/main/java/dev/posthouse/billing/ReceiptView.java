package dev.posthouse.billing;

import dev.posthouse.domain.billing.Authorization;
import dev.posthouse.domain.billing.Payment;
import dev.posthouse.domain.billing.PaymentAsset;
import dev.posthouse.domain.billing.Progress;
import dev.posthouse.domain.billing.Purchase;
import dev.posthouse.domain.billing.Receipt;
import dev.posthouse.domain.billing.ReceiptStatus;
import dev.posthouse.domain.billing.Requirement;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A receipt as the API shows it. What the payer signed is there, the signature never.
///
/// @param paymentScheme always `exact`
/// @param amountAtomic in the asset's smallest units; `amountUsd` is the same in dollars
/// @param nonce with the payer, it finds the payment on the chain
/// @param authorizationExpiresAt until then an unknown outcome can be confirmed by settling again
/// @param settlementReference the same as `transaction`
/// @param reason why it is not settled, in the facilitator's words
/// @param reviewRequired whether a person has to find out
record ReceiptView(
    String id,
    String tenantId,
    Purchase.Kind receiptType,
    ReceiptStatus status,
    long credits,
    String paymentScheme,
    String network,
    String asset,
    String assetSymbol,
    String amountAtomic,
    String amountUsd,
    String payer,
    String payTo,
    String nonce,
    Instant authorizationExpiresAt,
    @Nullable Instant settleStartedAt,
    @Nullable String transaction,
    @Nullable String settlementReference,
    @Nullable String ledgerEntryId,
    @Nullable String reason,
    boolean reviewRequired,
    Instant createdAt,
    Instant updatedAt) {
  static ReceiptView of(Receipt receipt) {
    Payment payment = receipt.payment();
    Requirement requirement = payment.requirement();
    PaymentAsset asset = requirement.asset();
    Authorization authorization = payment.authorization();
    Progress progress = receipt.progress();
    return new ReceiptView(
        receipt.id().value(),
        payment.tenant().value(),
        payment.purchase().kind(),
        receipt.status(),
        payment.purchase().credits(),
        Requirement.SCHEME,
        asset.network(),
        Keccak.checksummed(asset.address()),
        asset.symbol(),
        requirement.amount().toString(),
        Purchase.usd(requirement.amount(), asset.decimals()),
        Keccak.checksummed(authorization.from()),
        Keccak.checksummed(requirement.payTo()),
        authorization.nonce(),
        authorization.expiresAt(),
        progress.settleStartedAt(),
        progress.transaction(),
        progress.transaction(),
        receipt.status() == ReceiptStatus.SETTLED ? receipt.entry().id().value() : null,
        progress.reason(),
        receipt.reviewRequired(),
        receipt.createdAt(),
        progress.updatedAt());
  }
}
