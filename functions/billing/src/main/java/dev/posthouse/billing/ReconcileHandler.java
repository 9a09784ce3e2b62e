package dev.posthouse.billing;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import dev.posthouse.lambda.Log;
import dev.posthouse.lambda.Platform;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Every five minutes: payments whose outcome is not known.
public final class ReconcileHandler implements RequestHandler<ScheduledEvent, @Nullable Void> {
  /// A receipt begun with less time than this left might be cut off in the middle.
  private static final int TIME_LEFT_MIN_MS = 30_000;

  private final Optional<ReconcilePayments> reconcile;
  private final Log log;

  /// For Lambda: runs once per environment, before the SnapStart snapshot.
  public ReconcileHandler() {
    this(Platform.lambda());
  }

  /// Wires the function on the given platform.
  public ReconcileHandler(Platform platform) {
    this.reconcile = BillingWiring.of(platform).reconcile();
    this.log = platform.log();
  }

  @Override
  public @Nullable Void handleRequest(ScheduledEvent event, Context context) {
    int looked =
        reconcile
            .map(it -> it.reconcile(() -> context.getRemainingTimeInMillis() > TIME_LEFT_MIN_MS))
            .orElse(0);
    if (looked > 0) {
      log.with("receipts", looked).info("reconciled");
    }
    return null;
  }
}
