package dev.posthouse.deliver;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.posthouse.domain.outbound.JobId;
import dev.posthouse.lambda.Json;
import dev.posthouse.lambda.Log;
import dev.posthouse.lambda.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// What the stream gave up on: batches of records that failed for good, from their queue, and once
/// a day whatever else was missed.
///
/// Both events come here, so the handler reads the bytes and looks which it is.
public final class RecoverHandler implements RequestStreamHandler {
  private final RescueJobs rescue;
  private final FailedBatches batches;
  private final Log log;

  /// For Lambda: runs once per environment, before the SnapStart snapshot.
  public RecoverHandler() {
    this(Platform.lambda());
  }

  /// Wires the function on the given platform.
  public RecoverHandler(Platform platform) {
    DeliverWiring wiring = DeliverWiring.of(platform);
    this.rescue = wiring.rescueJobs();
    this.batches = FailedBatches.of(platform);
    this.log = platform.log();
  }

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    JsonNode records = Json.mapper().readTree(input).path("Records");
    List<Map<String, String>> failed = new ArrayList<>();
    if (records.isArray()) {
      records.forEach(record -> recover(record, failed));
    } else {
      log.with("jobs", rescue.rescueAll()).info("scanned");
    }
    output.write(Json.encode(Map.of("batchItemFailures", failed)).getBytes(StandardCharsets.UTF_8));
  }

  private void recover(JsonNode record, List<Map<String, String>> failed) {
    String message = record.path("messageId").asString();
    try {
      List<JobId> jobs = batches.jobs(Json.mapper().readTree(record.path("body").asString()));
      log.with("records", jobs.size()).with("jobs", rescue.rescue(jobs)).info("recovered");
    } catch (RuntimeException e) {
      log.with("message", message).error("a failed batch could not be recovered", e);
      failed.add(Map.of("itemIdentifier", message));
    }
  }
}
