package dev.posthouse.repair;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import dev.posthouse.domain.identity.Identities;
import dev.posthouse.domain.identity.Identity;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.identity.Owners;
import dev.posthouse.domain.identity.RenewTier;
import dev.posthouse.domain.identity.Rounds;
import dev.posthouse.domain.identity.Term;
import dev.posthouse.domain.identity.Tiers;
import dev.posthouse.domain.sending.Compartments.Objection;
import dev.posthouse.lambda.Log;
import dev.posthouse.lambda.Platform;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Every 15 minutes: charges the tiers whose period begins, and takes every pool a step towards
/// what it is to be.
public final class RepairHandler implements RequestHandler<ScheduledEvent, @Nullable Void> {
  /// A domain's look-ups may take some seconds.
  private static final int TIME_LEFT_MIN_MS = 30_000;

  private final Identities identities;
  private final Rounds rounds;
  private final KeepApart keepApart;
  private final RepairPool repairPool;
  private final ShareQuota shareQuota;
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
    this.identities = wiring.identities();
    this.rounds = wiring.rounds();
    this.keepApart = wiring.keepApart();
    this.repairPool = wiring.repairPool();
    this.shareQuota = wiring.shareQuota();
    this.renewTier = wiring.renewTier();
    this.owners = wiring.owners();
    this.log = log;
  }

  /// Who is not reached, or meets an error, is looked at again by the next run.
  @Override
  public @Nullable Void handleRequest(ScheduledEvent event, Context context) {
    Optional<Map<IdentityId, Objection>> objections = keepApart.objections();
    var seen = new ShareQuota.Seen();
    Rounds.Round round =
        rounds.go(
            id -> visit(id, objections.map(all -> of(id, all)), seen),
            (id, failure) -> log.identity(owners.name(id)).error("repair failed", failure),
            () -> context.getRemainingTimeInMillis() > TIME_LEFT_MIN_MS);
    if (round.complete() && seen.all()) {
      shareQuota.share(seen);
    }
    if (round.failed() > 0 || !round.complete()) {
      log.with("identities", round.visited())
          .with("failed", round.failed())
          .with("complete", round.complete())
          .warn("some pools were not looked after");
    }
    return null;
  }

  private static Objection of(IdentityId id, Map<IdentityId, Objection> all) {
    return all.getOrDefault(id, Objection.NONE);
  }

  /// What is wrong with one of the two does not hold up the other for longer than a run.
  private void visit(IdentityId id, Optional<Objection> objection, ShareQuota.Seen seen) {
    seen.expect(id);
    Optional<Identity> identity = withPool(id);
    identity.map(Identity::roster).ifPresentOrElse(seen::note, () -> seen.forget(id));
    if (identity.isEmpty()) {
      return;
    }
    Optional<Term> renewed = renewTier.renew(identity.get());
    renewed.ifPresent(this::tell);
    (renewed.isPresent() ? withPool(id) : identity)
        .flatMap(now -> repairPool.repair(now, objection))
        .ifPresent(seen::note);
  }

  private Optional<Identity> withPool(IdentityId id) {
    return identities.find(id).filter(Tiers.standard()::size);
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
