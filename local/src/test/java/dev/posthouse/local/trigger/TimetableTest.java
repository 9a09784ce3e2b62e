package dev.posthouse.local.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TimetableTest {
  private static final Instant START = Instant.parse("2026-03-01T09:00:00Z");

  private final AtomicLong nanos = new AtomicLong();
  private final VirtualClock clock = new VirtualClock(START, nanos::get);
  private final Work work = new Work();
  private final PrintStream log = new PrintStream(OutputStream.nullOutputStream());
  private final Timetable timetable = new Timetable(clock, work, log);
  private final List<String> ran = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void close() {
    timetable.close();
  }

  @Test
  void theClockTicksWithRealTimeStandsAndGoesOnFromWhereItWasPut() {
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(5));
    assertThat(clock.stop()).isEqualTo(START.plusSeconds(5));

    nanos.addAndGet(TimeUnit.SECONDS.toNanos(5));
    clock.put(START.plusSeconds(60));
    clock.put(START);
    assertThat(clock.instant()).isEqualTo(START.plusSeconds(60));

    clock.go();
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(5));
    assertThat(clock.instant()).isEqualTo(START.plusSeconds(65));
  }

  @Test
  void advancingRunsEverythingAtItsTimeAndInOrder() throws InterruptedException {
    timetable.at(START.plusSeconds(30), () -> note("second"));
    timetable.at(
        START.plusSeconds(10),
        () -> {
          note("first");
          timetable.at(START.plusSeconds(20), () -> note("made by the first"));
        });
    timetable.at(START.plusSeconds(90), () -> note("too late"));

    assertThat(timetable.advance(Duration.ofMinutes(1))).isTrue();

    assertThat(ran).containsExactly("10 first", "20 made by the first", "30 second");
    assertThat(clock.instant()).isEqualTo(START.plusSeconds(60));
  }

  @Test
  void aStepWaitsForAllThatComesOfIt() throws InterruptedException {
    List<Runnable> incoming = Collections.synchronizedList(new ArrayList<>());
    timetable.add(
        (Timetable.Intake)
            () -> {
              List<Runnable> taken = List.copyOf(incoming);
              incoming.removeAll(taken);
              taken.forEach(work::start);
              return taken.size();
            });
    timetable.at(
        START.plusSeconds(10),
        () -> {
          note("a job is due");
          incoming.add(() -> {
            note("its record is read");
            incoming.add(() -> note("and what came of that"));
          });
        });
    timetable.at(START.plusSeconds(11), () -> note("the next step"));

    timetable.advance(Duration.ofMinutes(1));

    assertThat(ran)
        .containsExactly(
            "10 a job is due",
            "10 its record is read",
            "10 and what came of that",
            "11 the next step");
  }

  @Test
  void aSourceRunsWhenItSaysSo() throws InterruptedException {
    List<Instant> due = new ArrayList<>(List.of(START.plusSeconds(7), START.plusSeconds(70)));
    timetable.add(
        new Timetable.Source() {
          @Override
          public Optional<Instant> nextDueAt() {
            return due.stream().findFirst();
          }

          @Override
          public void runDue(Instant now) {
            due.removeFirst();
            note("source");
          }
        });

    timetable.advance(Duration.ofMinutes(1));

    assertThat(ran).containsExactly("7 source");
    assertThat(due).hasSize(1);
  }

  @Test
  void withoutBeingPutForwardItRunsAsTimePasses() throws InterruptedException {
    VirtualClock ticking = new VirtualClock(START);
    CountDownLatch done = new CountDownLatch(1);
    try (Timetable live = new Timetable(ticking, work, log)) {
      live.start();
      live.at(START.plusMillis(20), done::countDown);

      assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(ticking.instant()).isAfterOrEqualTo(START.plusMillis(20));
  }

  private void note(String what) {
    ran.add(Duration.between(START, clock.instant()).toSeconds() + " " + what);
  }
}
