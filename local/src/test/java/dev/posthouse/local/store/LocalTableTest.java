package dev.posthouse.local.store;

import static dev.posthouse.local.store.Tables.NAME;
import static dev.posthouse.local.store.Tables.item;
import static dev.posthouse.local.store.Tables.n;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

final class LocalTableTest {
  @TempDir private Path folder;

  @Test
  void refusesAFolderForAFile() {
    assertThatThrownBy(() -> LocalTable.inFile(folder, Tables.definition()))
        .isInstanceOf(IOException.class);
  }

  @Test
  void refusesAStoredTableOfAnotherDefinition() throws IOException {
    Path file = folder.resolve("new").resolve("table.db");
    LocalTable.inFile(file, Tables.definition()).close();
    var other =
        Tables.definition().toBuilder()
            .globalSecondaryIndexes(Tables.definition().globalSecondaryIndexes().getFirst())
            .build();

    assertThatThrownBy(() -> LocalTable.inFile(file, other))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("another definition");
  }

  @Test
  void expiresByTheClockOfTheRun() {
    try (LocalTable table = LocalTable.inMemory(Tables.definition())) {
      for (int i = 0; i < 3; i++) {
        Map<String, AttributeValue> item = item("a" + i, 100);
        item.put("expiresAt", n(100 + i));
        table.dynamoDb().putItem(put -> put.tableName(NAME).item(item));
      }
      table.dynamoDb().putItem(put -> put.tableName(NAME).item(item("b", 100)));

      assertThat(table.expire("expiresAt", 102)).isEqualTo(2);
      assertThat(table.dynamoDb().scan(scan -> scan.tableName(NAME)).count()).isEqualTo(2);
    }
  }
}
