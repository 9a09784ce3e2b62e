package dev.posthouse.deliver;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import dev.posthouse.lambda.Log;
import dev.posthouse.lambda.Platform;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Every minute: the jobs whose moment has come, and the answers that did not.
public final class SweepHandler implements RequestHandler<ScheduledEvent, @Nullable Void> {
  /// A job begun with less time than this left might be cut off in the middle of its call to SES.
  private static final int TIME_LEFT_MIN_MS = 20_000;

  private final SweepDue sweepDue;
  private final EndWaits endWaits;
  private final Log log;

  /// For Lambda: runs once per environment, before the SnapStart snapshot.
  public SweepHandler() {
    this(Platform.lambda());
  }

  /// Wires the function on the given platform.
  public SweepHandler(Platform platform) {
    DeliverWiring wiring = DeliverWiring.of(platform);
    this.sweepDue = wiring.sweepDue();
    this.endWaits = wiring.endWaits();
    this.log = platform.log();
  }

  @Override
  public @Nullable Void handleRequest(ScheduledEvent event, Context context) {
    BooleanSupplier timeLeft = () -> context.getRemainingTimeInMillis() > TIME_LEFT_MIN_MS;
    // The shorter work first: a long queue of jobs must not keep it waiting for ever.
    int waits = endWaits.end(timeLeft);
    int jobs = sweepDue.sweep(timeLeft);
    if (jobs > 0 || waits > 0) {
      log.with("jobs", jobs).with("waits", waits).info("swept");
    }
    return null;
  }
}
