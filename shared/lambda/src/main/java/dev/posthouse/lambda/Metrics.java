package dev.posthouse.lambda;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// Counts for CloudWatch, as lines of the log: no call, and nothing to wait for.
///
/// Source: "Specification: Embedded metric format" of the Amazon CloudWatch User Guide.
public final class Metrics {
  private static final String NAMESPACE = "Posthouse";

  private final Log log;
  private final InstantSource clock;

  public Metrics(Log log, InstantSource clock) {
    this.log = log;
    this.clock = clock;
  }

  /// Writes the counts in one line; none without counts.
  ///
  /// @param counts by the metric's name, such as `delivered`
  public void count(Map<String, Long> counts) {
    if (counts.isEmpty()) {
      return;
    }
    List<Map<String, String>> metrics =
        counts.keySet().stream().map(name -> Map.of("Name", name, "Unit", "Count")).toList();
    Map<String, Object> directive =
        Map.of(
            "Namespace", NAMESPACE, "Dimensions", List.of(List.of("service")), "Metrics", metrics);
    log.with("_aws", Map.of("Timestamp", clock.millis(), "CloudWatchMetrics", List.of(directive)))
        .with("service", "posthouse")
        .with(counts)
        .info("metrics");
  }
}
