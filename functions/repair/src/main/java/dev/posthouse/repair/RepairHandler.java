package dev.posthouse.repair;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import dev.posthouse.domain.identity.Owners;
import dev.posthouse.domain.identity.Rounds;
import dev.posthouse.lambda.Log;
import dev.posthouse.lambda.Platform;
import org.jspecify.annotations.Nullable;

/// Every 15 minutes: takes every pool a step towards what it is to be.
public final class RepairHandler implements RequestHandler<ScheduledEvent, @Nullable Void> {
  /// A domain's look-ups may take some seconds.
  private static final int TIME_LEFT_MIN_MS = 30_000;

  private final Rounds rounds;
  private final RepairPool repairPool;
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
    this.owners = wiring.owners();
    this.log = log;
  }

  /// Who is not reached, or meets an error, is looked at again by the next run.
  @Override
  public @Nullable Void handleRequest(ScheduledEvent event, Context context) {
    Rounds.Round round =
        rounds.go(
            repairPool::repair,
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
}
