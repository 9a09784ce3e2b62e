package dev.posthouse.domain.billing;

import dev.posthouse.domain.purse.LedgerEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The record of one payment, from the moment its authorization is reserved.
///
/// ```
/// pending --found bad--> failed, and the authorization is free again
/// pending --found good, settle asked--> verified --carried out--> settled, and credited
///                                        verified --refused for good--> failed
/// verified, failed after settle --seen on the chain--> settled
/// pending, verified --ended, and unused on the chain--> expired
/// ```
///
/// An answer that says nothing changes nothing: the receipt stays open, and the same payment may be
/// sent once more. The payer is never asked for another one.
///
/// @param request the Idempotency-Key it came with, null if it came with none
public record Receipt(
    ReceiptId id,
    Payment payment,
    @Nullable RequestKey request,
    Instant createdAt,
    Progress progress) {
  /// How long one worker may work on a receipt: longer than its calls to the facilitator and the
  /// function around them.
  public static final Duration LEASE = Duration.ofSeconds(45);

  /// How long after its end an authorization is waited for: longer than chains reorganise.
  public static final Duration FINALITY = Duration.ofMinutes(15);

  private static final Duration FIRST_LOOK = Duration.ofMinutes(2);
  private static final Duration LOOK_MAX = Duration.ofHours(1);
  private static final Duration GIVE_UP = Duration.ofDays(7);

  /// The receipt of a payment just taken up, leased to whoever makes it.
  public static Receipt reserved(
      ReceiptId id, Payment payment, String signature, @Nullable RequestKey request, Instant now) {
    Instant end = payment.authorization().expiresAt();
    return new Receipt(
        id,
        payment,
        request,
        now,
        new Progress(
            ReceiptStatus.PENDING, 1, signature, now.plus(LEASE), null, null, null, 0, end, now));
  }

  public ReceiptStatus status() {
    return progress.status();
  }

  /// Whether the money may have moved.
  public boolean settleStarted() {
    return progress.settleStartedAt() != null;
  }

  /// Whether somebody works on it.
  public boolean leasedAt(Instant now) {
    Instant until = progress.leaseUntil();
    return until != null && now.isBefore(until);
  }

  /// Whether a person has to look: it is open, and nothing more will happen by itself.
  public boolean reviewRequired() {
    return status().open() && progress.lookAt() == null;
  }

  /// Whether nothing on the chain can change any more what became of the authorization.
  public boolean finalAt(Instant now) {
    return !now.isBefore(payment.authorization().expiresAt().plus(FINALITY));
  }

  /// Whether its authorization may be presented anew: it was refused before anybody could have
  /// moved the money.
  public boolean freesAuthorization() {
    return status() == ReceiptStatus.FAILED && !settleStarted();
  }

  /// Whether its Idempotency-Key may be used anew: a refusal is not what a repeated request gets.
  public boolean freesRequest() {
    return status() == ReceiptStatus.FAILED || status() == ReceiptStatus.EXPIRED;
  }

  /// The line it makes in the ledger: how its tenant got the credits.
  ///
  /// @throws IllegalStateException if it is not settled
  public LedgerEntry entry() {
    demand(status() == ReceiptStatus.SETTLED);
    LedgerEntry.Kind kind =
        switch (payment.purchase().kind()) {
          case TOPUP -> LedgerEntry.Kind.TOPUP;
          case UPGRADE -> LedgerEntry.Kind.UPGRADE;
        };
    return LedgerEntry.booking(
        payment.tenant(),
        kind,
        payment.purchase().credits(),
        id.value(),
        "paid by x402",
        progress.updatedAt());
  }

  /// Leased to somebody else.
  public Receipt leased(Instant now) {
    demand(status().open() && !leasedAt(now));
    return change(now).lease(now.plus(LEASE)).make();
  }

  /// Found bad by the facilitator, before it was asked to settle.
  public Receipt refused(String reason, Instant now) {
    demand(status() == ReceiptStatus.PENDING);
    return change(now).end(ReceiptStatus.FAILED).reason(reason).make();
  }

  /// Found good; to be written before the facilitator is asked to settle.
  public Receipt settling(Instant now) {
    demand(status() == ReceiptStatus.PENDING);
    return change(now).settling().lease(now.plus(LEASE)).look(now.plus(FIRST_LOOK)).make();
  }

  /// Still open after an answer that settled nothing.
  ///
  /// @param transaction what the facilitator says it sent to the chain, null if nothing
  public Receipt unsettled(String reason, @Nullable String transaction, Instant now) {
    demand(status().open());
    Change change = change(now).lease(null).reason(reason);
    return (transaction == null ? change : change.transaction(transaction)).make();
  }

  /// Refused for good by the facilitator, which may be wrong: the chain is asked once more when the
  /// authorization has ended.
  public Receipt failed(String reason, Instant now) {
    demand(status() == ReceiptStatus.VERIFIED);
    Instant last = payment.authorization().expiresAt().plus(FINALITY);
    return change(now).end(ReceiptStatus.FAILED).reason(reason).look(last).make();
  }

  /// Carried out, and credited with this write.
  ///
  /// @param transaction the transfer on the chain
  public Receipt settled(String transaction, Instant now) {
    demand(settleStarted() && status() != ReceiptStatus.SETTLED);
    return change(now).end(ReceiptStatus.SETTLED).reason(null).transaction(transaction).make();
  }

  /// Ended, and never carried out.
  public Receipt expired(Instant now) {
    demand(status().open() && !now.isBefore(payment.authorization().expiresAt()));
    return change(now).end(ReceiptStatus.EXPIRED).make();
  }

  /// Looked at, and nothing learned: the next look is later, but not later than the one that tells
  /// for sure; and one day there is none.
  public Receipt looked(Instant now) {
    Instant since = Objects.requireNonNullElse(progress.settleStartedAt(), createdAt);
    Change change = change(now).lookedAgain();
    if (finalAt(now) && !now.isBefore(since.plus(GIVE_UP))) {
      return change.look(null).make();
    }
    Duration wait = FIRST_LOOK.multipliedBy(1L << Math.min(progress.looks(), 10));
    Instant next = now.plus(wait.compareTo(LOOK_MAX) < 0 ? wait : LOOK_MAX);
    Instant last = payment.authorization().expiresAt().plus(FINALITY);
    return change.look(!finalAt(now) && next.isAfter(last) ? last : next).make();
  }

  /// Left to a person.
  public Receipt leftForReview(String reason, Instant now) {
    return change(now).lease(null).reason(reason).lookedAgain().look(null).make();
  }

  private static void demand(boolean allowed) {
    if (!allowed) {
      throw new IllegalStateException("no such step from here");
    }
  }

  private Change change(Instant now) {
    return new Change(this, now);
  }

  /// The next version of a receipt, being put together.
  private static final class Change {
    private final Receipt before;
    private final Instant now;
    private ReceiptStatus status;
    private @Nullable String signature;
    private @Nullable Instant leaseUntil;
    private @Nullable Instant settleStartedAt;
    private @Nullable String transaction;
    private @Nullable String reason;
    private int looks;
    private @Nullable Instant lookAt;

    private Change(Receipt before, Instant now) {
      Progress progress = before.progress();
      this.before = before;
      this.now = now;
      this.status = progress.status();
      this.signature = progress.signature();
      this.leaseUntil = progress.leaseUntil();
      this.settleStartedAt = progress.settleStartedAt();
      this.transaction = progress.transaction();
      this.reason = progress.reason();
      this.looks = progress.looks();
      this.lookAt = progress.lookAt();
    }

    private Change lease(@Nullable Instant until) {
      leaseUntil = until;
      return this;
    }

    private Change settling() {
      status = ReceiptStatus.VERIFIED;
      settleStartedAt = now;
      return this;
    }

    /// Nobody works on it any more, and the signature is of no more use.
    private Change end(ReceiptStatus how) {
      status = how;
      signature = null;
      leaseUntil = null;
      lookAt = null;
      return this;
    }

    private Change transaction(String hash) {
      transaction = hash;
      return this;
    }

    private Change reason(@Nullable String why) {
      reason = why;
      return this;
    }

    private Change lookedAgain() {
      looks++;
      return this;
    }

    private Change look(@Nullable Instant at) {
      lookAt = at;
      return this;
    }

    private Receipt make() {
      return new Receipt(
          before.id(),
          before.payment(),
          before.request(),
          before.createdAt(),
          new Progress(
              status,
              before.progress().version() + 1,
              signature,
              leaseUntil,
              settleStartedAt,
              transaction,
              reason,
              looks,
              lookAt,
              now));
    }
  }
}
