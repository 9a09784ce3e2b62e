package dev.posthouse.local.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
class QueuesTest {
  private static final Instant START = Instant.parse("2026-03-01T09:00:00Z");
  private static final Duration VISIBILITY = Duration.ofMinutes(1);

  @TempDir private Path folder;

  private final List<Timetable> running = new ArrayList<>();

  /// What came to the function, as `body received times`.
  private final List<String> came = Collections.synchronizedList(new ArrayList<>());

  private boolean fails;
  private Instant now = START;

  @AfterEach
  void close() {
    running.forEach(Timetable::close);
  }

  /// A process over the folder; the one before it was killed: nothing told it to end.
  private Queues process() throws IOException {
    var clock = new VirtualClock(now, new AtomicLong()::get);
    var log = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    var timetable = new Timetable(clock, new Work(), log);
    running.add(timetable);
    return new Queues(
        List.of(
            new QueueSource("pushes", VISIBILITY, 3, Optional.of("dead"), Optional.of("F"), true),
            new QueueSource("dead", VISIBILITY, 1, Optional.empty(), Optional.empty(), true)),
        this::invoke,
        timetable,
        clock,
        log,
        Optional.of(folder.resolve("queues.jsonl")));
  }

  private Functions.Outcome invoke(String function, String label, byte[] payload) {
    JsonNode record = JsonMapper.shared().readTree(payload).path("Records").path(0);
    came.add(
        record.path("body").asString()
            + " "
            + record.at("/attributes/ApproximateReceiveCount").asString());
    return fails
        ? new Functions.Failed("r", "as told")
        : new Functions.Returned("r", "{}".getBytes(StandardCharsets.UTF_8));
  }

  private void advance(Duration time) throws InterruptedException {
    assertThat(running.getLast().advance(time)).isTrue();
    now = now.plus(time);
  }

  @Test
  void whatWaitsSurvivesAKillAndWhatIsDoneDoesNotComeAgain() throws Exception {
    Queues first = process();
    first.send("pushes", "now", Duration.ZERO);
    first.send("pushes", "later", Duration.ofMinutes(10));
    advance(Duration.ofSeconds(1));
    assertThat(came).containsExactly("now 1");

    process();
    advance(Duration.ofMinutes(5));
    assertThat(came).containsExactly("now 1");
    advance(Duration.ofMinutes(6));
    assertThat(came).containsExactly("now 1", "later 1");

    process();
    advance(Duration.ofMinutes(20));
    assertThat(came).containsExactly("now 1", "later 1");
  }

  @Test
  void aFailingMessageGoesOnCountingAcrossAKillAndEndsWithTheDeadLetters() throws Exception {
    fails = true;
    process().send("pushes", "bad", Duration.ZERO);
    advance(VISIBILITY.plusSeconds(1));
    assertThat(came).containsExactly("bad 1", "bad 2");

    Queues second = process();
    advance(VISIBILITY.multipliedBy(5));

    assertThat(came).containsExactly("bad 1", "bad 2", "bad 3");
    assertThat(second.kept("dead")).containsExactly("bad");
    assertThat(process().kept("dead")).containsExactly("bad");
  }

  @Test
  void aLineThatWasCutOffCostsNothingElse() throws Exception {
    process().send("pushes", "whole", Duration.ofMinutes(1));
    Files.writeString(
        folder.resolve("queues.jsonl"), "{\"id\":\"x\",\"que", StandardOpenOption.APPEND);

    process().send("pushes", "after", Duration.ofMinutes(2));
    process();
    advance(Duration.ofMinutes(3));

    assertThat(came).containsExactly("whole 1", "after 1");
  }
}
