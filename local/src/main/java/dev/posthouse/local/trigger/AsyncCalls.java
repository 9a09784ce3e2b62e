package dev.posthouse.local.trigger;

import dev.posthouse.local.trigger.Functions.Failed;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/// Calls functions for those who do not wait for an answer, and tries again as Lambda does: a
/// minute after the first failure, two minutes after the second.
public final class AsyncCalls {
  private static final Duration FIRST_WAIT = Duration.ofMinutes(1);

  private final Functions functions;
  private final Map<String, FunctionSpec> specs;
  private final Timetable timetable;
  private final Work work;
  private final InstantSource clock;
  private final PrintStream log;

  public AsyncCalls(
      Functions functions,
      Map<String, FunctionSpec> specs,
      Timetable timetable,
      Work work,
      InstantSource clock,
      PrintStream log) {
    this.functions = functions;
    this.specs = Map.copyOf(specs);
    this.timetable = timetable;
    this.work = work;
    this.clock = clock;
    this.log = log;
  }

  /// Takes a call and returns.
  public void call(String function, byte[] payload) {
    work.start(() -> attempt(function, payload, 0));
  }

  private void attempt(String function, byte[] payload, int retries) {
    if (!(functions.invoke(function, function, payload) instanceof Failed)) {
      return;
    }
    FunctionSpec spec = specs.get(function);
    if (spec == null || retries >= spec.retriesMax()) {
      log.println(function + ": given up after " + retries + " retries");
      return;
    }
    timetable.at(
        clock.instant().plus(FIRST_WAIT.multipliedBy(retries + 1L)),
        () -> attempt(function, payload, retries + 1));
  }
}
