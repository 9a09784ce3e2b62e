package dev.posthouse.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class MetricsTest {
  private final TestPlatform platform = new TestPlatform(Map.of());
  private final Metrics metrics = new Metrics(platform.log(), platform.clock());

  @Test
  void countsAreOneLineThatCloudWatchReads() {
    metrics.count(new TreeMap<>(Map.of("delivered", 3L, "sent", 7L)));

    JsonNode line = Json.mapper().readTree(platform.logged());
    assertThat(platform.logged().lines()).hasSize(1);
    assertThat(line.path("_aws").path("Timestamp").asLong())
        .isEqualTo(TestPlatform.NOW.toEpochMilli());
    JsonNode directive = line.path("_aws").path("CloudWatchMetrics").path(0);
    assertThat(directive.path("Namespace").asString()).isEqualTo("Posthouse");
    for (JsonNode dimension : directive.path("Dimensions").path(0)) {
      assertThat(line.path(dimension.asString()).isString()).isTrue();
    }
    assertThat(directive.path("Metrics").size()).isEqualTo(2);
    for (JsonNode metric : directive.path("Metrics")) {
      assertThat(line.path(metric.path("Name").asString()).isNumber()).isTrue();
      assertThat(metric.path("Unit").asString()).isEqualTo("Count");
    }
    assertThat(line.path("delivered").asLong()).isEqualTo(3);
  }

  @Test
  void nothingCountedIsNothingWritten() {
    metrics.count(Map.of());

    assertThat(platform.logged()).isEmpty();
  }
}
