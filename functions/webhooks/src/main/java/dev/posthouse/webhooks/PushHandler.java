package dev.posthouse.webhooks;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.posthouse.domain.identity.Owners;
import dev.posthouse.domain.webhook.PushMessage;
import dev.posthouse.lambda.Log;
import dev.posthouse.lambda.Platform;
import dev.posthouse.sqs.PushMessages;
import dev.posthouse.sqs.SqsPushQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;

/// The queue of what is to be pushed. A message that has to come again is hidden for as long as it
/// has to wait, and reported as failed, so that SQS keeps it: what waits is nowhere else.
public final class PushHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {
  private static final String RECEIVES = "ApproximateReceiveCount";

  private final PushEvents pushEvents;
  private final ReplayEvents replayEvents;
  private final WakeAll wakeAll;
  private final SqsPushQueue queue;
  private final Owners owners;
  private final Log log;

  /// For Lambda: runs once per environment, before the SnapStart snapshot.
  public PushHandler() {
    this(Platform.lambda());
  }

  /// Wires the function on the given platform.
  public PushHandler(Platform platform) {
    this(PushWiring.of(platform));
  }

  PushHandler(PushWiring wiring) {
    this.pushEvents = new PushEvents(wiring);
    this.replayEvents = new ReplayEvents(wiring);
    this.wakeAll = new WakeAll(wiring.webhooks(), wiring.identities(), wiring.queue());
    this.queue = wiring.queue();
    this.owners = wiring.owners();
    this.log = wiring.log();
  }

  @Override
  public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
    var again = new ArrayList<SQSBatchResponse.BatchItemFailure>();
    for (SQSEvent.SQSMessage message : event.getRecords()) {
      if (!done(message)) {
        again.add(new SQSBatchResponse.BatchItemFailure(message.getMessageId()));
      }
    }
    return new SQSBatchResponse(again);
  }

  private boolean done(SQSEvent.SQSMessage message) {
    Optional<PushMessage> read = PushMessages.read(message.getBody());
    if (read.isEmpty()) {
      log.with("message", message.getMessageId()).warn("a message that says nothing");
      return true;
    }
    int receives = Integer.parseInt(message.getAttributes().getOrDefault(RECEIVES, "1"));
    try {
      Optional<Duration> wait =
          switch (read.get()) {
            case PushMessage.Wake wake -> pushEvents.push(wake, message.getMessageId(), receives);
            case PushMessage.Replay replay -> replayEvents.replay(replay, receives);
            case PushMessage.WakeAll all ->
                wakeAll.wake(all) ? Optional.empty() : Optional.of(Duration.ofSeconds(30));
          };
      wait.ifPresent(time -> queue.hide(message.getReceiptHandle(), time));
      return wait.isEmpty();
    } catch (RuntimeException e) {
      // It comes again when its visibility timeout is over; others of the batch are not to wait.
      about(read.get())
          .with("message", message.getMessageId())
          .error("a push failed on our side", e);
      return false;
    }
  }

  private Log about(PushMessage message) {
    return switch (message) {
      case PushMessage.Wake wake -> log.identity(owners.name(wake.identity()));
      case PushMessage.Replay replay -> log.identity(owners.name(replay.identity()));
      // Of all the tenant's identities.
      case PushMessage.WakeAll all -> log.with("tenant", all.tenant().value());
    };
  }
}
