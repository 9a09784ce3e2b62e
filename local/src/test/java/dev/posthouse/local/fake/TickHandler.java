package dev.posthouse.local.fake;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import dev.posthouse.lambda.Platform;
import org.jspecify.annotations.Nullable;

/// Counts how often it was called, and keeps the time it was last called at.
public final class TickHandler implements RequestHandler<ScheduledEvent, @Nullable Void> {
  private final Notes notes;
  private final Platform platform;

  public TickHandler(Platform platform) {
    this.notes = new Notes(platform);
    this.platform = platform;
  }

  @Override
  public @Nullable Void handleRequest(ScheduledEvent event, Context context) {
    // Joda's type, from the event, and the clock's time must tell the same.
    boolean same = event.getTime().getMillis() / 60_000 == platform.clock().millis() / 60_000;
    notes.count("ticks", same ? platform.clock().instant().toString() : "late");
    return null;
  }
}
