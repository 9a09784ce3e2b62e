package dev.posthouse.repair;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.identity.Owners;
import dev.posthouse.domain.identity.RenewTier;
import dev.posthouse.domain.identity.Rounds;
import dev.posthouse.domain.identity.Term;
import dev.posthouse.lambda.Log;
import dev.posthouse.lambda.Platform;
import org.jspecify.annotations.Nullable;

/// Every 15 minutes: charges the tiers whose period begins, and takes every pool a step towards
/// what it is to be.
public final class RepairHandler implements RequestHandler<ScheduledEvent, @Nullable Void> {
  /// A domain's look-ups may take some seconds.
  private static final int TIME_LEFT_MIN_MS = 30_000;

  private final Rounds rounds;
  private final RepairPool repairPool;
  private final RenewTier renewTier;
  private final Owners owners;
  private final Log log;

  /// For Lambda: runs once per environment, before the SnapStart snapshot.
  public RepairHandler() {
    this(Platform.lambda());
  }

  /// Wires the function on the given platform.
  public RepairHandler(Platform platform) {
    this(RepairWiring.of(platform), platform.log());
  }

  RepairHandler(RepairWiring wiring, Log log) {
    this.rounds = wiring.rounds();
    this.repairPool = wiring.repairPool();
    this.renewTier = wiring.renewTier();
    this.owners = wiring.owners();
    this.log = log;
  }

  /// Who is not reached, or meets an error, is looked at again by the next run.
  @Override
  public @Nullable Void handleRequest(ScheduledEvent event, Context context) {
    Rounds.Round round =
        rounds.go(
            this::visit,
            (id, failure) -> log.identity(owners.name(id)).error("repair failed", failure),
            () -> context.getRemainingTimeInMillis() > TIME_LEFT_MIN_MS);
    if (round.failed() > 0 || !round.complete()) {
      log.with("identities", round.visited())
          .with("failed", round.failed())
          .with("complete", round.complete())
          .warn("some pools were not looked after");
    }
    return null;
  }

  /// What is wrong with one of the two does not hold up the other for longer than a run.
  private void visit(IdentityId id) {
    renewTier.renew(id).ifPresent(this::tell);
    repairPool.repair(id);
  }

  private void tell(Term term) {
    log.identity(term.handle().value())
        .with("tenant", term.tenant().value())
        .with("paidUntil", term.paidUntil())
        .with("due", term.due().map(due -> due.credits().count()).orElse(0L))
        .with("suspended", term.stopped().isPresent())
        .info("tier renewed");
  }
}
