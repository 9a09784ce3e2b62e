package dev.posthouse.repair;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.identity.Rounds;
import dev.posthouse.domain.sending.Compartments.Objection;
import dev.posthouse.lambda.Log;
import dev.posthouse.lambda.Platform;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Every 15 minutes: takes every pool a step towards what it is to be.
public final class RepairHandler implements RequestHandler<ScheduledEvent, @Nullable Void> {
  /// A domain's look-ups may take some seconds.
  private static final int TIME_LEFT_MIN_MS = 30_000;

  private final Rounds rounds;
  private final KeepApart keepApart;
  private final RepairPool repairPool;
  private final ShareQuota shareQuota;
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
    this.keepApart = wiring.keepApart();
    this.repairPool = wiring.repairPool();
    this.shareQuota = wiring.shareQuota();
    this.log = log;
  }

  /// Who is not reached, or meets an error, is looked at again by the next run.
  @Override
  public @Nullable Void handleRequest(ScheduledEvent event, Context context) {
    Optional<Map<IdentityId, Objection>> objections = keepApart.objections();
    var seen = new ShareQuota.Seen();
    Rounds.Round round =
        rounds.go(
            id -> repairPool.repair(id, objections.map(all -> of(id, all))).ifPresent(seen::note),
            (id, failure) -> log.with("identity", id.value()).error("repair failed", failure),
            () -> context.getRemainingTimeInMillis() > TIME_LEFT_MIN_MS);
    if (round.failed() == 0 && round.complete()) {
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
}
