package dev.posthouse.local.trigger;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;

/// Runs the template's schedules, on the virtual clock.
public final class Schedules {
  private final List<ScheduleSource> schedules;
  private final Timetable timetable;
  private final AsyncCalls calls;
  private final VirtualClock clock;
  private final Predicate<String> idle;

  /// @param idle whether a function would find nothing to do now. Where it would not, it is not run
  ///   while the clock is put forward, which makes days of minutes cheap; as time passes, it runs.
  public Schedules(
      List<ScheduleSource> schedules,
      Timetable timetable,
      AsyncCalls calls,
      VirtualClock clock,
      Predicate<String> idle) {
    this.schedules = List.copyOf(schedules);
    this.timetable = timetable;
    this.calls = calls;
    this.clock = clock;
    this.idle = idle;
  }

  /// Puts the first run of each schedule on the timetable; each run puts the next.
  public void start() {
    schedules.forEach(schedule -> arm(schedule, clock.instant()));
  }

  private void arm(ScheduleSource schedule, Instant after) {
    schedule.expression().next(after).ifPresent(at -> timetable.at(at, () -> run(schedule, at)));
  }

  private void run(ScheduleSource schedule, Instant at) {
    Instant now = clock.instant();
    // A machine that slept does not catch up on what it missed.
    arm(schedule, schedule.expression().next(at).filter(now::isBefore).isPresent() ? at : now);
    if (clock.stands() && idle.test(schedule.function())) {
      return;
    }
    calls.call(schedule.function(), input(schedule, at).getBytes(StandardCharsets.UTF_8));
  }

  private static String input(ScheduleSource schedule, Instant at) {
    return schedule
        .input()
        .replace("<aws.scheduler.scheduled-time>", at.truncatedTo(ChronoUnit.SECONDS).toString())
        .replace("<aws.scheduler.execution-id>", UUID.randomUUID().toString())
        .replace("<aws.scheduler.attempt-number>", "1")
        .replace(
            "<aws.scheduler.schedule-arn>",
            LocalArn.of("scheduler", "schedule/default/" + schedule.name()));
  }
}
