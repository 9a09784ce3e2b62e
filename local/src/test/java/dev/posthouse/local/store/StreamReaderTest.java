package dev.posthouse.local.store;

import static dev.posthouse.local.store.Tables.NAME;
import static dev.posthouse.local.store.Tables.key;
import static dev.posthouse.local.store.Tables.n;
import static dev.posthouse.local.store.Tables.s;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class StreamReaderTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-20T10:00:00.250Z"));

  @TempDir private Path folder;

  private static void put(LocalTable table, int number) {
    Map<String, AttributeValue> item = new TreeMap<>(key("a"));
    item.put("number", n(number));
    table.dynamoDb().putItem(put -> put.tableName(NAME).item(item));
  }

  private static List<Integer> numbers(List<StreamRecord> records) {
    return records.stream()
        .map(each -> each.json().path("dynamodb").path("NewImage").path("number").path("N"))
        .map(each -> Integer.valueOf(each.asString()))
        .toList();
  }

  private static StreamReader reader(LocalTable table, Path position) throws IOException {
    return new StreamReader(table.streams(), table.streamArn(), CLOCK, position);
  }

  @Test
  void readsRecordsInTheFormOfLambda() throws IOException {
    try (LocalTable table = LocalTable.inMemory(Tables.definition())) {
      var reader = reader(table, folder.resolve("position"));
      Map<String, AttributeValue> item = new TreeMap<>(key("a"));
      item.put("bytes", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {1, 2})));
      item.put("list", AttributeValue.fromL(List.of(n(1), AttributeValue.fromBool(true))));
      item.put("map", AttributeValue.fromM(Map.of("k", AttributeValue.fromNul(true))));
      item.put("set", AttributeValue.fromSs(List.of("x")));
      table.dynamoDb().putItem(put -> put.tableName(NAME).item(item));
      put(table, 2);
      table.dynamoDb().deleteItem(delete -> delete.tableName(NAME).key(key("a")));

      List<StreamRecord> records = reader.poll(100);
      assertThat(records)
          .extracting(each -> each.json().path("eventName").asString())
          .containsExactly("INSERT", "MODIFY", "REMOVE");
      JsonNode insert = records.getFirst().json();
      assertThat(insert.path("eventSource").asString()).isEqualTo("aws:dynamodb");
      assertThat(insert.path("eventSourceARN").asString()).isEqualTo(table.streamArn());
      assertThat(insert.path("eventID").asString()).isNotEmpty();
      JsonNode change = insert.path("dynamodb");
      assertThat(change.path("SequenceNumber").asString())
          .isEqualTo(records.getFirst().sequenceNumber());
      assertThat(change.path("ApproximateCreationDateTime").decimalValue())
          .isEqualByComparingTo("1795168800.25");
      assertThat(change.path("Keys"))
          .isEqualTo(JsonMapper.shared().readTree("{\"pk\":{\"S\":\"a\"},\"sk\":{\"S\":\"A\"}}"));
      assertThat(change.path("StreamViewType").asString()).isEqualTo("NEW_AND_OLD_IMAGES");
      assertThat(change.has("OldImage")).isFalse();
      JsonNode image = change.path("NewImage");
      assertThat(image.path("bytes").path("B").asString()).isEqualTo("AQI=");
      assertThat(image.path("list").toString())
          .isEqualTo("{\"L\":[{\"N\":\"1\"},{\"BOOL\":true}]}");
      assertThat(image.path("map").toString()).isEqualTo("{\"M\":{\"k\":{\"NULL\":true}}}");
      assertThat(image.path("set").toString()).isEqualTo("{\"SS\":[\"x\"]}");
      JsonNode remove = records.getLast().json().path("dynamodb");
      assertThat(remove.has("NewImage")).isFalse();
      assertThat(remove.path("OldImage").path("number").path("N").asString()).isEqualTo("2");
      assertThat(reader.poll(100)).isEmpty();
    }
  }

  @Test
  void goesOnWhereItStopped() throws IOException {
    try (LocalTable table = LocalTable.inMemory(Tables.definition())) {
      var reader = reader(table, folder.resolve("position"));
      assertThat(reader.poll(10)).isEmpty();
      List<Integer> read = new ArrayList<>();
      for (int i = 0; i < 25; i++) {
        put(table, i);
        if (i % 10 == 9) {
          read.addAll(numbers(reader.poll(4)));
        }
      }
      for (List<StreamRecord> more = reader.poll(4); !more.isEmpty(); more = reader.poll(4)) {
        assertThat(more.size()).isLessThanOrEqualTo(4);
        read.addAll(numbers(more));
      }

      assertThat(read).hasSize(25).isSorted().doesNotHaveDuplicates();
    }
  }

  @Test
  void rewindsToWhatIsNotAcknowledged() throws IOException {
    try (LocalTable table = LocalTable.inMemory(Tables.definition())) {
      var reader = reader(table, folder.resolve("position"));
      for (int i = 0; i < 5; i++) {
        put(table, i);
      }
      List<StreamRecord> records = reader.poll(10);
      reader.rewind();
      assertThat(numbers(reader.poll(10))).containsExactly(0, 1, 2, 3, 4);

      reader.acknowledge(records.get(2));
      reader.rewind();
      assertThat(numbers(reader.poll(10))).containsExactly(3, 4);
    }
  }

  @Test
  void redeliversAfterARestartWhatWasNotAcknowledged() throws IOException {
    Path file = folder.resolve("table.db");
    Path position = folder.resolve("position");
    List<StreamRecord> before;
    try (LocalTable table = LocalTable.inFile(file, Tables.definition())) {
      var reader = reader(table, position);
      for (int i = 0; i < 5; i++) {
        put(table, i);
      }
      before = reader.poll(10);
      reader.acknowledge(before.get(1));
    }
    try (LocalTable table = LocalTable.inFile(file, Tables.definition())) {
      put(table, 5);
      var reader = reader(table, position);
      List<StreamRecord> after = reader.poll(10);

      assertThat(numbers(after)).containsExactly(2, 3, 4, 5);
      assertThat(after.getFirst()).isEqualTo(before.get(2));
      assertThat(table.dynamoDb().getItem(get -> get.tableName(NAME).key(key("a"))).item())
          .containsEntry("number", n(5))
          .containsEntry("pk", s("a"));
    }
  }
}
