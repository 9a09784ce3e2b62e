package dev.posthouse.local.fake;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import dev.posthouse.lambda.Platform;
import java.util.List;

/// Notes that a batch was given up.
public final class RescueHandler implements RequestHandler<SQSEvent, SQSBatchResponse> {
  private final Notes notes;

  public RescueHandler(Platform platform) {
    this.notes = new Notes(platform);
  }

  @Override
  public SQSBatchResponse handleRequest(SQSEvent event, Context context) {
    for (SQSEvent.SQSMessage message : event.getRecords()) {
      notes.put("rescued", "last", message.getBody());
    }
    return new SQSBatchResponse(List.of());
  }
}
