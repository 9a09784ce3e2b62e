package dev.posthouse.local.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.local.store.StreamRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Lambda's rules for functions that read a stream.
@Timeout(60)
class StreamTriggerTest {
  private static final Instant START = Instant.parse("2026-03-01T09:00:00Z");
  private static final StreamSource SOURCE =
      new StreamSource(
          "stream",
          "f",
          List.of(),
          10,
          4,
          true,
          true,
          Optional.of(2),
          Duration.ofHours(12),
          Optional.of("failed"));

  private final Work work = new Work();
  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final List<List<String>> batches = Collections.synchronizedList(new ArrayList<>());
  private final List<String> notices = Collections.synchronizedList(new ArrayList<>());
  private final Set<String> done = Collections.synchronizedSet(new LinkedHashSet<>());

  @Test
  void onlyWhatTheFiltersLetThroughReachesTheFunction() throws InterruptedException {
    StreamSource filtered =
        new StreamSource(
            "stream",
            "f",
            List.of(
                EventPattern.parse("{\"dynamodb\":{\"NewImage\":{\"kind\":{\"S\":[\"job\"]}}}}")),
            10,
            1,
            true,
            true,
            Optional.of(2),
            Duration.ofHours(12),
            Optional.empty());

    feed(trigger(filtered, _ -> "{}"), record(1, "a", "job"), record(2, "a", "tenant"));

    assertThat(batches).containsExactly(List.of("1"));
    assertThat(done).containsExactlyInAnyOrder("1", "2");
  }

  @Test
  void recordsOfOneItemComeInOrderAndOneCallAtATime() throws InterruptedException {
    Map<String, AtomicInteger> running = new ConcurrentHashMap<>();
    Map<String, List<Integer>> seen = new ConcurrentHashMap<>();
    StreamTrigger trigger =
        trigger(
            SOURCE,
            records -> {
              for (JsonNode each : records) {
                String item = each.at("/dynamodb/Keys/pk/S").asString();
                assertThat(
                        running.computeIfAbsent(item, _ -> new AtomicInteger()).incrementAndGet())
                    .isEqualTo(1);
                seen.computeIfAbsent(item, _ -> new ArrayList<>())
                    .add(each.at("/dynamodb/SequenceNumber").asInt());
                running.get(item).decrementAndGet();
              }
              return "{}";
            });

    feed(
        trigger,
        IntStream.range(0, 500)
            .mapToObj(i -> record(i, "item" + i % 7, "job"))
            .toArray(StreamRecord[]::new));

    assertThat(done).hasSize(500);
    assertThat(seen).hasSize(7);
    assertThat(seen.values()).allSatisfy(numbers -> assertThat(numbers).isSorted());
  }

  @Test
  void aRecordThatAlwaysFailsIsIsolatedTriedAgainAndGivenUp() throws InterruptedException {
    feed(
        trigger(SOURCE, records -> names(records).contains("3") ? null : "{}"),
        IntStream.range(0, 8).mapToObj(i -> record(i, "a", "job")).toArray(StreamRecord[]::new));

    assertThat(batches)
        .containsExactly(
            List.of("0", "1", "2", "3", "4", "5", "6", "7"),
            List.of("0", "1", "2", "3"),
            List.of("0", "1"),
            List.of("2", "3"),
            List.of("2"),
            List.of("3"),
            List.of("3"),
            List.of("3"),
            List.of("4", "5", "6", "7"));
    assertThat(done).containsExactly("0", "1", "2", "3", "4", "5", "6", "7");
    JsonNode notice = JsonMapper.shared().readTree(notices.getFirst());
    assertThat(notices).hasSize(1);
    assertThat(notice.at("/requestContext/condition").asString())
        .isEqualTo("RetryAttemptsExhausted");
    assertThat(notice.at("/requestContext/approximateInvokeCount").asInt()).isEqualTo(3);
    assertThat(notice.at("/DDBStreamBatchInfo/startSequenceNumber").asString()).isEqualTo("3");
    assertThat(notice.at("/DDBStreamBatchInfo/batchSize").asInt()).isEqualTo(1);
  }

  @Test
  void whatTheFunctionReportsIsWhereItGoesOn() throws InterruptedException {
    AtomicInteger calls = new AtomicInteger();
    feed(
        trigger(SOURCE, records -> calls.getAndIncrement() == 0 ? failedAt("2") : "{}"),
        IntStream.range(0, 4).mapToObj(i -> record(i, "a", "job")).toArray(StreamRecord[]::new));

    assertThat(batches).containsExactly(List.of("0", "1", "2", "3"), List.of("2"), List.of("3"));
    assertThat(notices).isEmpty();
  }

  @Test
  void aReportOfNothingKnownIsAFailureOfTheWholeBatch() throws InterruptedException {
    AtomicInteger calls = new AtomicInteger();
    feed(
        trigger(SOURCE, _ -> calls.getAndIncrement() == 0 ? failedAt("") : "{}"),
        record(0, "a", "job"),
        record(1, "a", "job"));

    assertThat(batches).containsExactly(List.of("0", "1"), List.of("0"), List.of("1"));
  }

  @Test
  void withoutBisectTheBatchIsTriedAgainAsAWhole() throws InterruptedException {
    StreamSource whole =
        new StreamSource(
            "stream",
            "f",
            List.of(),
            10,
            1,
            false,
            false,
            Optional.of(1),
            Duration.ofHours(12),
            Optional.of("failed"));

    feed(trigger(whole, _ -> null), record(0, "a", "job"), record(1, "a", "job"));

    assertThat(batches).containsExactly(List.of("0", "1"), List.of("0", "1"));
    assertThat(notices).hasSize(1);
    assertThat(done).containsExactly("0", "1");
  }

  @Test
  void aRecordThatIsTooOldIsGivenUpUntried() throws InterruptedException {
    StreamTrigger trigger =
        trigger(
            SOURCE,
            _ -> {
              now.set(START.plus(Duration.ofHours(13)));
              return null;
            });

    feed(trigger, record(0, "a", "job"));

    assertThat(batches).hasSize(1);
    assertThat(notices.getFirst()).contains("RecordAgeExceeded");
  }

  /// @param function gives what it returns for these records; null for a failure
  private StreamTrigger trigger(
      StreamSource source, Function<JsonNode, @Nullable String> function) {
    Functions functions =
        (_, _, payload) -> {
          JsonNode records = JsonMapper.shared().readTree(payload).path("Records");
          batches.add(names(records));
          String answer = function.apply(records);
          return answer == null
              ? new Functions.Failed("1", "failed")
              : new Functions.Returned("1", answer.getBytes(StandardCharsets.UTF_8));
        };
    InstantSource clock = now::get;
    return new StreamTrigger(
        source,
        functions,
        work,
        clock,
        _ -> "shard",
        (queue, message) -> notices.add(message),
        () -> false);
  }

  /// All in one go: the lanes start when the first record is there.
  private void feed(StreamTrigger trigger, StreamRecord... records) throws InterruptedException {
    trigger.offerAll(List.of(records), record -> done.add(record.sequenceNumber()));
    assertThat(work.awaitIdle(Duration.ofSeconds(50))).isTrue();
  }

  private static List<String> names(JsonNode records) {
    List<String> names = new ArrayList<>();
    records.forEach(each -> names.add(each.at("/dynamodb/SequenceNumber").asString()));
    return names;
  }

  private static String failedAt(String sequenceNumber) {
    return "{\"batchItemFailures\":[{\"itemIdentifier\":\"%s\"}]}".formatted(sequenceNumber);
  }

  private static StreamRecord record(int number, String item, String kind) {
    ObjectNode json = JsonMapper.shared().createObjectNode();
    ObjectNode dynamodb = json.putObject("dynamodb");
    dynamodb.putObject("Keys").putObject("pk").put("S", item);
    dynamodb.putObject("NewImage").putObject("kind").put("S", kind);
    dynamodb.put("SequenceNumber", Integer.toString(number));
    return new StreamRecord(Integer.toString(number), json);
  }
}
