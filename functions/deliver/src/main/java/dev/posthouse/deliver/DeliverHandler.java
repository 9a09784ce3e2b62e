package dev.posthouse.deliver;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.dynamodb.JobItem;
import dev.posthouse.dynamodb.StreamRecords;
import dev.posthouse.lambda.Log;
import dev.posthouse.lambda.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The table's stream: each record is a job that was just queued. The commit that accepted it is
/// what brings it here; nothing was sent to wake us.
public final class DeliverHandler implements RequestStreamHandler {
  private final DeliverJob deliver;
  private final Log log;

  /// For Lambda: runs once per environment, before the SnapStart snapshot.
  public DeliverHandler() {
    this(Platform.lambda());
  }

  /// Wires the function on the given platform.
  public DeliverHandler(Platform platform) {
    this.deliver = DeliverWiring.of(platform).deliver();
    this.log = platform.log();
  }

  /// Takes the jobs of a batch further, side by side: they are different jobs, or the later record
  /// of one finds the step taken. Records that fail come again.
  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    Map<String, Future<?>> steps = new LinkedHashMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (StreamRecords.Change change : StreamRecords.read(input)) {
        change
            .newImage()
            .ifPresent(
                item -> steps.put(change.sequenceNumber(), threads.submit(() -> advance(item))));
      }
    }
    StreamRecords.writeFailures(output, failures(steps));
  }

  private void advance(Map<String, AttributeValue> item) {
    Log about = log;
    try {
      OutboundJob job = JobItem.read(item);
      about = log.identity(job.envelope().handle().value()).with("job", job.id().value());
      deliver.advance(job);
    } catch (RuntimeException e) {
      about.error("a job could not be taken further", e);
      throw e;
    }
  }

  private static List<String> failures(Map<String, Future<?>> steps) {
    var failed = new ArrayList<String>();
    steps.forEach((sequenceNumber, step) -> {
      try {
        step.get();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof Error broken) {
          // Not this job's trouble but the process's: Lambda makes another and brings all again.
          throw broken;
        }
        failed.add(sequenceNumber);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        failed.add(sequenceNumber);
      }
    });
    return failed;
  }
}
