package dev.posthouse.domain.billing;

import dev.posthouse.domain.tenant.SendPolicy;
import dev.posthouse.domain.tenant.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Receipts, the authorizations they hold, and the Idempotency-Keys they came with.
public interface Receipts {
  /// Puts a new receipt, if nobody holds its authorization and its Idempotency-Key is unused: all
  /// or nothing.
  Reservation reserve(Receipt receipt);

  /// Who holds an authorization, of whatever tenant (strongly consistent).
  Optional<Holder> holder(PaymentKey key);

  /// What an Idempotency-Key was used for (strongly consistent).
  ///
  /// @param id as [RequestKey#id]
  Optional<UsedRequest> request(String id);

  /// The receipt as of now (strongly consistent).
  Optional<Receipt> find(TenantId tenant, ReceiptId id);

  /// Replaces a receipt by its next version, unless somebody changed it first: false then. Frees
  /// its authorization and its Idempotency-Key if the new version says so, with the same write.
  boolean update(Receipt before, Receipt after);

  /// Replaces a receipt by its settled version and credits its tenant, with one write: the receipt,
  /// the purse, the ledger, and for an upgrade the tenant's policy.
  Settling settle(Receipt before, Receipt settled, Optional<PolicyChange> upgrade);

  /// The tenant's receipts, newest first.
  ///
  /// @param before only those older than this one
  List<Receipt> list(TenantId tenant, Optional<ReceiptId> before, int limit);

  /// Receipts to be looked at, of all tenants, the longest overdue first. They may have been looked
  /// at meanwhile.
  List<Holder> due(Instant until, int limit);

  /// The receipt that holds something.
  record Holder(TenantId tenant, ReceiptId receipt) {}

  /// What an Idempotency-Key was used for.
  record UsedRequest(String fingerprint, ReceiptId receipt) {}

  /// What an upgrade does to a tenant's policy.
  ///
  /// @param before as it was when that was decided
  record PolicyChange(SendPolicy before, SendPolicy after) {}

  /// What became of a receipt to be put.
  sealed interface Reservation {
    /// It is there, and holds its authorization.
    record Reserved() implements Reservation {}

    /// Another receipt holds the authorization. Nothing is written.
    record Held(Holder holder) implements Reservation {}

    /// The Idempotency-Key was used before. Nothing is written.
    record RequestUsed(UsedRequest request) implements Reservation {}
  }

  /// What became of a receipt to be settled.
  enum Settling {
    /// Settled and credited.
    DONE,
    /// Somebody changed the receipt first. Nothing is written.
    RECEIPT_CHANGED,
    /// Somebody changed the policy first. Nothing is written.
    POLICY_CHANGED
  }
}
