package dev.posthouse.feedback;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.posthouse.lambda.Json;
import dev.posthouse.lambda.Log;
import dev.posthouse.lambda.Platform;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// SES's events, from EventBridge and from SNS: either may be lost or come twice, so both are
/// subscribed to.
///
/// The two wrap the same event differently, so the handler reads the bytes and looks which it is.
public final class FeedbackHandler implements RequestStreamHandler {
  private final RecordOutcome recordOutcome;
  private final InstantSource clock;
  private final Log log;

  /// For Lambda: runs once per environment, before the SnapStart snapshot.
  public FeedbackHandler() {
    this(Platform.lambda());
  }

  /// Wires the function on the given platform.
  public FeedbackHandler(Platform platform) {
    this.clock = platform.clock();
    this.log = platform.log();
    this.recordOutcome = FeedbackWiring.recordOutcome(platform);
  }

  /// Records the event. A failure is thrown, so that Lambda brings the event again.
  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context) {
    JsonNode event = Json.mapper().readTree(input);
    JsonNode records = event.path("Records");
    if (records.isArray()) {
      records.forEach(record -> record(message(record.path("Sns").path("Message").asString(""))));
    } else {
      record(event.path("detail"));
    }
  }

  /// The event in an SNS message; nothing where it is none, such as SES's test of a new topic:
  /// thrown back, it would only come again.
  private static JsonNode message(String text) {
    try {
      return Json.mapper().readTree(text);
    } catch (JacksonException e) {
      return Json.mapper().missingNode();
    }
  }

  private void record(JsonNode detail) {
    Optional<SesEvent> event = SesEvent.read(detail, clock.instant());
    if (event.isEmpty()) {
      log.with("eventType", detail.path("eventType").asString("")).info("not about a job of ours");
      return;
    }
    recordOutcome.record(event.get());
  }
}
