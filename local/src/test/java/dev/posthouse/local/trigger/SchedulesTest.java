package dev.posthouse.local.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.local.trigger.Functions.Returned;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SchedulesTest {
  private static final Instant START = Instant.parse("2026-03-01T09:00:00Z");

  private final Work work = new Work();
  private final PrintStream log = new PrintStream(OutputStream.nullOutputStream());
  private final CountDownLatch sweeps = new CountDownLatch(1);
  private final List<String> ran = Collections.synchronizedList(new ArrayList<>());

  @Test
  void whoWouldFindNothingToDoIsLeftOutWhileTheClockIsPutForward() throws InterruptedException {
    var clock = new VirtualClock(START, () -> 0);
    Instant busyFrom = START.plus(Duration.ofMinutes(3));
    try (var timetable = new Timetable(clock, work, log)) {
      start(
          timetable,
          clock,
          Duration.ofMinutes(1),
          function -> function.equals("Sweep") && clock.instant().isBefore(busyFrom));

      timetable.advance(Duration.ofMinutes(5));
    }
    assertThat(ran)
        .containsExactlyInAnyOrder(
            "1 Other", "2 Other", "3 Other", "4 Other", "5 Other", "3 Sweep", "4 Sweep", "5 Sweep");
  }

  @Test
  void asTimePassesEverythingRuns() throws InterruptedException {
    var clock = new VirtualClock(START);
    try (var timetable = new Timetable(clock, work, log)) {
      start(timetable, clock, Duration.ofMillis(20), _ -> true);
      timetable.start();

      assertThat(sweeps.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  private void start(
      Timetable timetable, VirtualClock clock, Duration period, Predicate<String> idle) {
    Functions functions =
        (function, label, payload) -> {
          ran.add(Duration.between(START, clock.instant()).toMinutes() + " " + function);
          if (function.equals("Sweep")) {
            sweeps.countDown();
          }
          return new Returned("1", new byte[0]);
        };
    var calls = new AsyncCalls(functions, Map.of(), timetable, work, clock, log);
    var schedules =
        Stream.of("Sweep", "Other")
            .map(name -> new ScheduleSource(name, name, new ScheduleExpression.Rate(period), "{}"))
            .toList();
    new Schedules(schedules, timetable, calls, clock, idle).start();
  }
}
