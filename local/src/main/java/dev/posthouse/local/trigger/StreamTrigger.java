package dev.posthouse.local.trigger;

import dev.posthouse.local.store.StreamRecord;
import dev.posthouse.local.trigger.Functions.Failed;
import dev.posthouse.local.trigger.Functions.Outcome;
import dev.posthouse.local.trigger.Functions.Returned;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Feeds a function from the table's stream by Lambda's rules.
///
/// Records of one item go through one lane, in order; a lane makes one call at a time. What the
/// filters do not let through is done with unseen. A batch that failed is halved, down to a single
/// record, which is tried again until its retries or its age are used up and then given up.
public final class StreamTrigger {
  /// Real time between two tries of the same record, doubled each time.
  static final Duration FIRST_WAIT = Duration.ofMillis(25);

  static final Duration WAIT_MAX = Duration.ofSeconds(1);

  private static final JsonMapper JSON = JsonMapper.shared();

  private record Pending(StreamRecord record, Instant since, Runnable done) {}

  private record Batch(List<Pending> records, int retries) {
    Batch from(int index) {
      return new Batch(records.subList(index, records.size()), index == 0 ? retries : 0);
    }
  }

  private final class Lane {
    private final Deque<Pending> waiting = new ArrayDeque<>();
    private boolean running;

    private synchronized void add(List<Pending> pending) {
      waiting.addAll(pending);
      if (!running) {
        running = true;
        work.start(this::run);
      }
    }

    private synchronized List<Pending> take() {
      List<Pending> batch = new ArrayList<>();
      while (batch.size() < source.batchSize() && !waiting.isEmpty()) {
        batch.add(waiting.remove());
      }
      running = !batch.isEmpty();
      return batch;
    }

    private void run() {
      for (List<Pending> batch = take(); !batch.isEmpty(); batch = take()) {
        process(batch);
      }
    }
  }

  private final StreamSource source;
  private final Functions functions;
  private final Work work;
  private final InstantSource clock;
  private final UnaryOperator<String> shards;
  private final BiConsumer<String, String> queues;
  private final BooleanSupplier doubled;
  private final List<Lane> lanes;

  /// @param shards gives the shard of a sequence number
  /// @param queues takes the name of a queue and a message for it
  /// @param doubled asked after each call whether the same batch comes once more, as it may
  public StreamTrigger(
      StreamSource source,
      Functions functions,
      Work work,
      InstantSource clock,
      UnaryOperator<String> shards,
      BiConsumer<String, String> queues,
      BooleanSupplier doubled) {
    this.source = source;
    this.functions = functions;
    this.work = work;
    this.clock = clock;
    this.shards = shards;
    this.queues = queues;
    this.doubled = doubled;
    this.lanes =
        IntStream.range(0, source.parallelizationFactor()).mapToObj(_ -> new Lane()).toList();
  }

  /// Takes the next records of the stream.
  ///
  /// @param done told of each record that the function has done with, or that was filtered out or
  ///   given up
  void offerAll(List<StreamRecord> records, Consumer<StreamRecord> done) {
    Map<Lane, List<Pending>> parts = new LinkedHashMap<>();
    for (StreamRecord record : records) {
      if (passes(record)) {
        int item = record.json().path("dynamodb").path("Keys").toString().hashCode();
        parts
            .computeIfAbsent(lanes.get(Math.floorMod(item, lanes.size())), _ -> new ArrayList<>())
            .add(new Pending(record, clock.instant(), () -> done.accept(record)));
      } else {
        done.accept(record);
      }
    }
    parts.forEach(Lane::add);
  }

  private boolean passes(StreamRecord record) {
    return source.filters().isEmpty()
        || source.filters().stream().anyMatch(filter -> filter.matches(record.json()));
  }

  private void process(List<Pending> records) {
    Deque<Batch> batches = new ArrayDeque<>();
    batches.push(new Batch(records, 0));
    while (!batches.isEmpty() && !Thread.currentThread().isInterrupted()) {
      Batch batch = batches.pop();
      if (isTooOld(batch)) {
        giveUp(batch, "RecordAgeExceeded", null);
        continue;
      }
      Outcome outcome =
          functions.invoke(source.function(), source.function(), event(batch.records()));
      if (doubled.getAsBoolean()) {
        outcome = functions.invoke(source.function(), source.function(), event(batch.records()));
      }
      int failed = firstFailure(outcome, batch.records());
      batch.records().subList(0, failed).forEach(pending -> pending.done().run());
      if (failed < batch.records().size()) {
        again(batch.from(failed), outcome, batches);
      }
    }
  }

  private void again(Batch batch, Outcome outcome, Deque<Batch> batches) {
    int size = batch.records().size();
    if (source.bisect() && size > 1) {
      batches.push(new Batch(batch.records().subList(size / 2, size), 0));
      batches.push(new Batch(batch.records().subList(0, size / 2), batch.retries()));
    } else if (source.retriesMax().isPresent() && batch.retries() >= source.retriesMax().get()) {
      giveUp(batch, "RetryAttemptsExhausted", outcome);
    } else {
      pause(batch.retries());
      batches.push(new Batch(batch.records(), batch.retries() + 1));
    }
  }

  private boolean isTooOld(Batch batch) {
    Instant oldest = batch.records().getFirst().since();
    return oldest.plus(source.recordAgeMax()).isBefore(clock.instant());
  }

  /// The index of the first record that is not done with; the number of records if all are.
  private int firstFailure(Outcome outcome, List<Pending> records) {
    if (!(outcome instanceof Returned(_, byte[] payload))) {
      return 0;
    }
    if (!source.reportsItems() || payload.length == 0) {
      return records.size();
    }
    JsonNode failures;
    try {
      failures = JSON.readTree(payload).path("batchItemFailures");
    } catch (JacksonException e) {
      return 0;
    }
    int first = records.size();
    for (JsonNode failure : failures) {
      first = Math.min(first, indexOf(failure.path("itemIdentifier"), records));
    }
    return first;
  }

  /// What Lambda cannot find it takes for a failure of the whole batch.
  private static int indexOf(JsonNode sequenceNumber, List<Pending> records) {
    for (int i = 0; i < records.size(); i++) {
      if (records.get(i).record().sequenceNumber().equals(sequenceNumber.asString(""))) {
        return i;
      }
    }
    return 0;
  }

  private static byte[] event(List<Pending> records) {
    ObjectNode event = JSON.createObjectNode();
    ArrayNode list = event.putArray("Records");
    records.forEach(pending -> list.add(pending.record().json()));
    return JSON.writeValueAsBytes(event);
  }

  private void giveUp(Batch batch, String condition, @Nullable Outcome outcome) {
    source.onFailure().ifPresent(queue -> queues.accept(queue, notice(batch, condition, outcome)));
    batch.records().forEach(pending -> pending.done().run());
  }

  /// What Lambda sends to an on-failure destination: where the records are, not the records.
  private String notice(Batch batch, String condition, @Nullable Outcome outcome) {
    ObjectNode notice = JSON.createObjectNode();
    ObjectNode request = notice.putObject("requestContext");
    request.put("requestId", outcome == null ? "" : outcome.requestId());
    request.put("functionArn", LocalArn.of("lambda", "function:" + source.function() + ":live"));
    request.put("condition", condition);
    request.put("approximateInvokeCount", batch.retries() + 1);
    ObjectNode response = notice.putObject("responseContext");
    response.put("statusCode", 200);
    response.put("executedVersion", "1");
    if (outcome instanceof Failed) {
      response.put("functionError", "Unhandled");
    }
    notice.put("version", "1.0");
    notice.put("timestamp", clock.instant().toString());
    Pending first = batch.records().getFirst();
    Pending last = batch.records().getLast();
    ObjectNode place = notice.putObject("DDBStreamBatchInfo");
    place.put("shardId", shards.apply(first.record().sequenceNumber()));
    place.put("startSequenceNumber", first.record().sequenceNumber());
    place.put("endSequenceNumber", last.record().sequenceNumber());
    place.put("approximateArrivalOfFirstRecord", first.since().toString());
    place.put("approximateArrivalOfLastRecord", last.since().toString());
    place.put("batchSize", batch.records().size());
    place.put("streamArn", first.record().json().path("eventSourceARN").asString(""));
    return notice.toString();
  }

  private static void pause(int retries) {
    Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(retries, 10));
    try {
      Thread.sleep(wait.compareTo(WAIT_MAX) < 0 ? wait : WAIT_MAX);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
