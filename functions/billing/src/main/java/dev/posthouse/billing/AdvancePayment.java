package dev.posthouse.billing;

import dev.posthouse.domain.StoreBusyException;
import dev.posthouse.domain.billing.Purchase;
import dev.posthouse.domain.billing.Receipt;
import dev.posthouse.domain.billing.ReceiptStatus;
import dev.posthouse.domain.billing.Receipts;
import dev.posthouse.domain.billing.Receipts.PolicyChange;
import dev.posthouse.domain.tenant.SendPolicy;
import dev.posthouse.domain.tenant.Tenant;
import dev.posthouse.domain.tenant.Tenants;
import dev.posthouse.lambda.Log;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Takes a receipt on from where it stands: verify, settle, credit.
///
/// Each step is written before the next one is made, so that whoever goes on after a crash knows
/// how far it may have come. A step whose write meets a newer version ends the work: somebody else
/// is on it. Only the news that the money has moved is written whatever happened meanwhile.
final class AdvancePayment {
  private static final int ATTEMPTS_MAX = 10;

  private final Receipts receipts;
  private final Tenants tenants;
  private final Facilitator facilitator;
  private final Chains chains;
  private final boolean upgradesApproved;
  private final InstantSource clock;
  private final Log log;

  AdvancePayment(
      Receipts receipts,
      Tenants tenants,
      Facilitator facilitator,
      Chains chains,
      boolean upgradesApproved,
      InstantSource clock,
      Log log) {
    this.receipts = receipts;
    this.tenants = tenants;
    this.facilitator = facilitator;
    this.chains = chains;
    this.upgradesApproved = upgradesApproved;
    this.clock = clock;
    this.log = log;
  }

  /// Works on a receipt that is leased to the caller, and gives it as it is afterwards.
  Receipt advance(Receipt leased) {
    if (leased.status() == ReceiptStatus.VERIFIED) {
      return settle(leased, false);
    }
    Receipt verified = verify(leased);
    return verified.status() == ReceiptStatus.VERIFIED && isOurs(leased, verified)
        ? settle(verified, true)
        : verified;
  }

  /// Whether the version is the one written right behind the other.
  private static boolean isOurs(Receipt before, Receipt after) {
    return after.progress().version() == before.progress().version() + 1;
  }

  private Receipt verify(Receipt pending) {
    String signature = Objects.requireNonNull(pending.progress().signature());
    return switch (facilitator.verify(pending.payment(), signature)) {
      case Facilitator.Verdict.Good() -> write(pending, pending.settling(clock.instant()));
      case Facilitator.Verdict.Bad(String reason) ->
          write(pending, pending.refused(reason, clock.instant()));
      case Facilitator.Verdict.NoAnswer() ->
          write(pending, pending.unsettled(Facilitator.UNKNOWN_VERIFY, null, clock.instant()));
    };
  }

  /// @param first whether nobody asked to settle it before. Only then a refusal is the last word:
  ///   to a repeated request, `insufficient_funds` may well mean that the first one moved the money
  private Receipt settle(Receipt verified, boolean first) {
    String signature = Objects.requireNonNull(verified.progress().signature());
    return switch (facilitator.settle(verified.payment(), signature)) {
      case Facilitator.Settlement.Done(String transaction) -> credit(verified, transaction);
      case Facilitator.Settlement.Refused(String reason) when first ->
          write(verified, verified.failed(reason, clock.instant()));
      case Facilitator.Settlement.Refused(String reason) -> lookUp(verified, reason, null);
      case Facilitator.Settlement.Unknown(String reason, String transaction) ->
          lookUp(verified, reason, transaction);
    };
  }

  private Receipt lookUp(Receipt verified, String reason, @Nullable String transaction) {
    return switch (chains.look(verified)) {
      case EvmChain.Sight.Paid(String paid) -> credit(verified, paid);
      case EvmChain.Sight.UsedOtherwise() ->
          write(verified, verified.leftForReview(Chains.USED_OTHERWISE, clock.instant()));
      case EvmChain.Sight.Unused _, EvmChain.Sight.Hidden _ ->
          write(verified, verified.unsettled(reason, transaction, clock.instant()));
    };
  }

  /// The receipt settled and credited: the money has moved, whoever saw it.
  Receipt credit(Receipt seen, String transaction) {
    Receipt current = seen;
    for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
      if (current.status() == ReceiptStatus.SETTLED) {
        return current;
      }
      Receipt settled = current.settled(transaction, clock.instant());
      switch (receipts.settle(current, settled, upgrade(current))) {
        case DONE -> {
          log.with("tenant", settled.payment().tenant().value())
              .with("receipt", settled.id().value())
              .with("credits", settled.payment().purchase().credits())
              .with("transaction", transaction)
              .info("payment settled");
          return settled;
        }
        case RECEIPT_CHANGED -> current = reread(current);
        case POLICY_CHANGED -> {
          // Decided on anew with the policy as it is now.
        }
      }
    }
    throw new StoreBusyException("others change " + seen.id() + " or its tenant's policy");
  }

  private Optional<PolicyChange> upgrade(Receipt receipt) {
    if (receipt.payment().purchase().kind() != Purchase.Kind.UPGRADE) {
      return Optional.empty();
    }
    Tenant tenant =
        tenants
            .find(receipt.payment().tenant())
            .orElseThrow(() -> new IllegalStateException("no tenant of " + receipt.id()));
    SendPolicy before = tenant.policy();
    return Optional.of(new PolicyChange(before, before.paid(upgradesApproved)));
  }

  /// What is stored afterwards: the step, or what somebody else made of it first.
  private Receipt write(Receipt before, Receipt after) {
    return receipts.update(before, after) ? after : reread(before);
  }

  private Receipt reread(Receipt receipt) {
    return receipts
        .find(receipt.payment().tenant(), receipt.id())
        .orElseThrow(() -> new IllegalStateException("no receipt " + receipt.id()));
  }
}
