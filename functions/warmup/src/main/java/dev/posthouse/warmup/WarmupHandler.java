package dev.posthouse.warmup;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import dev.posthouse.domain.identity.CareForPool;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.identity.Owners;
import dev.posthouse.domain.identity.Rounds;
import dev.posthouse.lambda.Log;
import dev.posthouse.lambda.Platform;
import org.jspecify.annotations.Nullable;

/// Once a day: counts the days that are over towards every mailbox's warmup.
///
/// A day counts once, however often this runs; so whatever ends it early is made good by running it
/// again, and days that were missed are counted with the next.
public final class WarmupHandler implements RequestHandler<ScheduledEvent, @Nullable Void> {
  /// An identity begun with less time than this left might be cut off; it would only be done again.
  private static final int TIME_LEFT_MIN_MS = 10_000;

  private final Rounds rounds;
  private final CareForPool care;
  private final Owners owners;
  private final Log log;

  /// For Lambda: runs once per environment, before the SnapStart snapshot.
  public WarmupHandler() {
    this(Platform.lambda());
  }

  /// Wires the function on the given platform.
  public WarmupHandler(Platform platform) {
    this(WarmupWiring.of(platform), platform.log());
  }

  WarmupHandler(WarmupWiring wiring, Log log) {
    this.rounds = wiring.rounds();
    this.care = wiring.care();
    this.owners = wiring.owners();
    this.log = log;
  }

  /// @throws IllegalStateException if somebody was not reached, so that Lambda calls again
  @Override
  public @Nullable Void handleRequest(ScheduledEvent event, Context context) {
    Rounds.Round round =
        rounds.go(
            this::warm,
            (id, failure) -> log.identity(owners.name(id)).error("warmup failed", failure),
            () -> context.getRemainingTimeInMillis() > TIME_LEFT_MIN_MS);
    log.with("identities", round.visited())
        .with("failed", round.failed())
        .with("complete", round.complete())
        .info("warmed up");
    if (round.failed() > 0 || !round.complete()) {
      throw new IllegalStateException("some identities are still to be warmed up");
    }
    return null;
  }

  private void warm(IdentityId id) {
    care.warm(id)
        .filter(CareForPool.Care::changed)
        .ifPresent(done ->
            log.identity(done.after().handle().value())
                .with("revision", done.after().revision())
                .with("mailboxes", CareForPool.changed(done).size())
                .info("pool warmed up"));
  }
}
