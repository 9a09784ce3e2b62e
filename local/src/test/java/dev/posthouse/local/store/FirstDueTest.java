package dev.posthouse.local.store;

import static dev.posthouse.local.store.Tables.NAME;
import static dev.posthouse.local.store.Tables.n;
import static dev.posthouse.local.store.Tables.s;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class FirstDueTest {
  @Test
  void isTheEarliestOfAllPartitionsAndFollowsWhatIsWritten() {
    try (LocalTable table = LocalTable.inMemory(Tables.definition())) {
      var firstDue = new FirstDue(table, "due", List.of("due#1", "due#2"));
      assertThat(firstDue.at()).isEmpty();

      put(table, "a", "due#1", 300);
      put(table, "b", "due#2", 200);
      assertThat(firstDue.at()).contains(200L);

      put(table, "c", "due#1", 100);
      assertThat(firstDue.at()).contains(100L);

      table.dynamoDb().deleteItem(delete -> delete.tableName(NAME).key(Tables.key("c")));
      assertThat(firstDue.at()).contains(200L);
    }
  }

  @Test
  void countsWhatMayHaveChangedAnItemAndNothingElse() {
    try (LocalTable table = LocalTable.inMemory(Tables.definition())) {
      long before = table.writes();
      table.dynamoDb().getItem(get -> get.tableName(NAME).key(Tables.key("a")));
      table.dynamoDb().scan(scan -> scan.tableName(NAME));
      assertThat(table.writes()).isEqualTo(before);

      put(table, "a", "due#1", 1);
      assertThat(table.writes()).isEqualTo(before + 1);
    }
  }

  @Test
  void anIndexThatIsNotThereIsRefused() {
    try (LocalTable table = LocalTable.inMemory(Tables.definition())) {
      assertThatThrownBy(() -> new FirstDue(table, "nowhere", List.of()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("nowhere");
    }
  }

  private static void put(LocalTable table, String pk, String shard, long at) {
    Map<String, AttributeValue> item = Tables.key(pk);
    item.put("dueShard", s(shard));
    item.put("dueAt", n(at));
    table.dynamoDb().putItem(put -> put.tableName(NAME).item(item));
  }
}
