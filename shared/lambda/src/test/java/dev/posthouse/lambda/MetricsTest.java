package dev.posthouse.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
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
  void aCountByKindIsAlsoOneOfAllKinds() {
    metrics.count("refused", "reason", Map.of("cap_exceeded", 2L));

    JsonNode line = Json.mapper().readTree(platform.logged());
    assertThat(line.path("refused").asLong()).isEqualTo(2);
    assertThat(line.path("reason").asString()).isEqualTo("cap_exceeded");
    assertThat(Json.encode(line.path("_aws").path("CloudWatchMetrics").path(0).path("Dimensions")))
        .isEqualTo("[[\"service\"],[\"service\",\"reason\"]]");
  }

  @Test
  void timesAreWrittenEachAndAtMostAHundredOnALine() {
    metrics.milliseconds("webhookLag", LongStream.range(0, 150).boxed().toList());

    JsonNode line = Json.mapper().readTree(platform.logged());
    assertThat(line.path("webhookLag").size()).isEqualTo(100);
    assertThat(
            line.path("_aws")
                .path("CloudWatchMetrics")
                .path(0)
                .path("Metrics")
                .path(0)
                .path("Unit")
                .asString())
        .isEqualTo("Milliseconds");
  }

  @Test
  void nothingCountedIsNothingWritten() {
    metrics.count(Map.of());
    metrics.count("refused", "reason", Map.of());
    metrics.milliseconds("webhookLag", List.of());

    assertThat(platform.logged()).isEmpty();
  }
}
