package dev.posthouse.local.store;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// DynamoDB requests and their capacity units, per label. Thread-safe.
public final class Meter {
  /// What was counted under a label.
  ///
  /// @param calls of the route or function, as [Meter#call] counts them
  /// @param requests to DynamoDB
  /// @param wru write request units, $0.625 a million in us-east-1
  /// @param rru read request units, $0.125 a million in us-east-1
  public record Usage(long calls, long requests, double wru, double rru) {
    static final Usage NOTHING = new Usage(0, 0, 0, 0);

    /// Both together.
    public Usage plus(Usage other) {
      return new Usage(
          calls + other.calls, requests + other.requests, wru + other.wru, rru + other.rru);
    }
  }

  private final Map<String, Usage> usages = new TreeMap<>();

  /// Calls a route or function: counts the call and labels what it requests meanwhile.
  ///
  /// @throws Exception whatever the call throws
  public <T extends @Nullable Object> T call(String label, Callable<T> call) throws Exception {
    add(label, new Usage(1, 0, 0, 0));
    return MeterLabel.call(label, call);
  }

  /// One request of this thread's label.
  void request(double wru, double rru) {
    add(MeterLabel.current(), new Usage(0, 1, wru, rru));
  }

  private synchronized void add(String label, Usage usage) {
    usages.merge(label, usage, Usage::plus);
  }

  /// What was counted since the start or the last [#reset], by label in alphabetical order.
  public synchronized Map<String, Usage> snapshot() {
    return new TreeMap<>(usages);
  }

  /// What was counted under all labels together.
  public synchronized Usage total() {
    return usages.values().stream().reduce(Usage.NOTHING, Usage::plus);
  }

  /// Counts from zero again.
  public synchronized void reset() {
    usages.clear();
  }
}
