package dev.posthouse.lambda;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// Counts and times for CloudWatch, as lines of the log: no call, and nothing to wait for.
///
/// Source: "Specification: Embedded metric format" of the Amazon CloudWatch User Guide.
public final class Metrics {
  private static final String NAMESPACE = "Posthouse";
  private static final String SERVICE = "service";
  private static final int VALUES_MAX = 100;

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
    write(List.of(List.of(SERVICE)), Map.of(), counts, "Count");
  }

  /// Writes a count for each kind of something, and one for all kinds together.
  ///
  /// @param name of the metric, such as `refused`
  /// @param dimension what tells the kinds apart, such as `reason`
  /// @param counts by kind
  public void count(String name, String dimension, Map<String, Long> counts) {
    counts.forEach((kind, count) ->
        write(
            List.of(List.of(SERVICE), List.of(SERVICE, dimension)),
            Map.of(dimension, kind),
            Map.of(name, count),
            "Count"));
  }

  /// Writes how long something took, each time; none without values.
  ///
  /// @param values at most 100 are told, which is what one line may hold
  public void milliseconds(String name, List<Long> values) {
    if (!values.isEmpty()) {
      List<Long> told = values.subList(0, Math.min(values.size(), VALUES_MAX));
      write(List.of(List.of(SERVICE)), Map.of(), Map.of(name, told), "Milliseconds");
    }
  }

  private void write(
      List<List<String>> dimensions,
      Map<String, String> properties,
      Map<String, ?> values,
      String unit) {
    if (values.isEmpty()) {
      return;
    }
    List<Map<String, String>> metrics =
        values.keySet().stream().map(name -> Map.of("Name", name, "Unit", unit)).toList();
    Map<String, Object> directive =
        Map.of("Namespace", NAMESPACE, "Dimensions", dimensions, "Metrics", metrics);
    log.with("_aws", Map.of("Timestamp", clock.millis(), "CloudWatchMetrics", List.of(directive)))
        .with(SERVICE, "posthouse")
        .with(properties)
        .with(values)
        .info("metrics");
  }
}
