package dev.posthouse.local.store;

import static dev.posthouse.local.store.Tables.NAME;
import static dev.posthouse.local.store.Tables.item;
import static dev.posthouse.local.store.Tables.key;
import static dev.posthouse.local.store.Tables.n;
import static dev.posthouse.local.store.Tables.s;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.local.store.Meter.Usage;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionCheck;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.Get;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.Select;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.Update;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/// What requests cost, in units. Items are told apart by their first key, new in each test.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MeteredDynamoDbTest {
  private static final int KB = 1024;

  private LocalTable table;
  private Meter meter;
  private MeteredDynamoDb dynamoDb;
  private String pk = "";

  @BeforeAll
  void open() {
    table = LocalTable.inMemory(Tables.definition());
    meter = new Meter();
    dynamoDb = new MeteredDynamoDb(table.dynamoDb(), meter);
  }

  @AfterAll
  void close() {
    table.close();
  }

  @BeforeEach
  void reset() {
    pk = UUID.randomUUID().toString();
    meter.reset();
  }

  private void given(Map<String, AttributeValue> item) {
    table.dynamoDb().putItem(put -> put.tableName(NAME).item(item));
  }

  private Map<String, AttributeValue> with(
      Map<String, AttributeValue> item, Map<String, AttributeValue> more) {
    item.putAll(more);
    return item;
  }

  private void costs(double wru, double rru) {
    assertThat(meter.total()).isEqualTo(new Usage(0, 1, wru, rru));
    meter.reset();
  }

  @ParameterizedTest
  @CsvSource({"100, 0, 1", "1024, 0, 1", "1025, 0, 2", "100, 3000, 3", "3000, 100, 3"})
  void aPutCostsTheLargerImage(int newBytes, int oldBytes, int wru) {
    if (oldBytes > 0) {
      given(item(pk, oldBytes));
    }

    dynamoDb.putItem(put -> put.tableName(NAME).item(item(pk, newBytes)));

    costs(wru, 0);
  }

  @Test
  void anUpdateCostsTheLargerImage() {
    given(item(pk, 3 * KB));
    dynamoDb.updateItem(update ->
        update
            .tableName(NAME)
            .key(key(pk))
            .updateExpression("SET x = :x")
            .expressionAttributeValues(Map.of(":x", s("small"))));
    costs(3, 0);

    dynamoDb.updateItem(update ->
        update
            .tableName(NAME)
            .key(key(pk))
            .updateExpression("ADD k :k")
            .expressionAttributeValues(Map.of(":k", n(1))));
    costs(1, 0);
  }

  @Test
  void aDeleteCostsWhatItDeletes() {
    given(item(pk, 2 * KB));
    dynamoDb.deleteItem(delete -> delete.tableName(NAME).key(key(pk)));
    costs(2, 0);

    dynamoDb.deleteItem(delete -> delete.tableName(NAME).key(key(pk)));
    costs(1, 0);
  }

  @Test
  void aFailedConditionCostsTheItemThatIsThere() {
    given(item(pk, 3 * KB));
    assertThatThrownBy(() ->
            dynamoDb.putItem(put ->
                put.tableName(NAME)
                    .item(item(pk, 100))
                    .conditionExpression("attribute_not_exists(pk)")))
        .isInstanceOf(ConditionalCheckFailedException.class);
    costs(3, 0);

    assertThatThrownBy(() ->
            dynamoDb.deleteItem(delete ->
                delete
                    .tableName(NAME)
                    .key(key(pk + "none"))
                    .conditionExpression("attribute_exists(pk)")))
        .isInstanceOf(ConditionalCheckFailedException.class);
    costs(1, 0);
  }

  @Test
  void anIndexEntryCostsItsOwnSize() {
    Map<String, AttributeValue> due = Map.of("dueShard", s(pk), "dueAt", n(5));
    Map<String, AttributeValue> activity = Map.of("activityOf", s(pk), "activityAt", s("1"));

    // The entry of `due` holds keys only, the one of `activity` the whole item.
    dynamoDb.putItem(put -> put.tableName(NAME).item(with(item(pk, 3000), due)));
    costs(3 + 1, 0);
    dynamoDb.putItem(put -> put.tableName(NAME).item(with(item(pk + "b", 2900), activity)));
    costs(3 + 3, 0);
    dynamoDb.deleteItem(delete -> delete.tableName(NAME).key(key(pk)));
    costs(3 + 1, 0);
    dynamoDb.deleteItem(delete -> delete.tableName(NAME).key(key(pk + "b")));
    costs(3 + 3, 0);
  }

  @Test
  void anIndexEntryThatStaysCostsNothing() {
    given(with(item(pk, 100), Map.of("dueShard", s(pk), "dueAt", n(5))));

    set("y", s("other"));
    costs(1, 0);
  }

  @Test
  void anIndexEntryThatChangesCostsOnce() {
    given(with(item(pk, 100), Map.of("activityOf", s(pk), "activityAt", s("1"))));

    set("y", s("other"));
    costs(1 + 1, 0);
  }

  @Test
  void aChangedIndexKeyCostsTwice() {
    given(with(item(pk, 100), Map.of("dueShard", s(pk), "dueAt", n(5))));

    set("dueAt", n(6));
    costs(1 + 2, 0);
  }

  @Test
  void anIndexEntryThatComesOrGoesCostsOnce() {
    given(with(item(pk, 100), Map.of("dueShard", s(pk))));

    set("dueAt", n(6));
    costs(1 + 1, 0);
    dynamoDb.updateItem(
        update -> update.tableName(NAME).key(key(pk)).updateExpression("REMOVE dueAt"));
    costs(1 + 1, 0);
  }

  private void set(String name, AttributeValue value) {
    dynamoDb.updateItem(update ->
        update
            .tableName(NAME)
            .key(key(pk))
            .updateExpression("SET #name = :value")
            .expressionAttributeNames(Map.of("#name", name))
            .expressionAttributeValues(Map.of(":value", value)));
  }

  private static TransactWriteItem put(Map<String, AttributeValue> item) {
    return TransactWriteItem.builder()
        .put(Put.builder().tableName(NAME).item(item).build())
        .build();
  }

  private TransactWriteItem count(String pk) {
    return TransactWriteItem.builder()
        .update(
            Update.builder()
                .tableName(NAME)
                .key(key(pk))
                .updateExpression("ADD k :k")
                .expressionAttributeValues(Map.of(":k", n(1)))
                .build())
        .build();
  }

  private TransactWriteItem check(String pk, String condition) {
    return TransactWriteItem.builder()
        .conditionCheck(
            ConditionCheck.builder()
                .tableName(NAME)
                .key(key(pk))
                .conditionExpression(condition)
                .build())
        .build();
  }

  @Test
  void aTransactionCostsTwiceItsItemsAndItsIndexEntriesOnce() {
    given(item(pk + "checked", 1500));
    given(item(pk + "deleted", 2500));

    dynamoDb.transactWriteItems(transact ->
        transact.transactItems(
            count(pk + "counted"),
            put(with(item(pk, 1000), Map.of("dueShard", s(pk), "dueAt", n(5)))),
            check(pk + "checked", "attribute_exists(pk)"),
            TransactWriteItem.builder()
                .delete(Delete.builder().tableName(NAME).key(key(pk + "deleted")).build())
                .build()));

    // The put passes 1 KB by its index keys.
    costs(2 * 1 + (2 * 2 + 1) + 2 * 2 + 2 * 3, 0);
  }

  @Test
  void aCancelledTransactionCostsWhatItAttempted() {
    given(item(pk, 1500));

    assertThatThrownBy(() ->
            dynamoDb.transactWriteItems(transact ->
                transact.transactItems(
                    put(item(pk + "new", 2500)),
                    check(pk, "attribute_not_exists(pk)"),
                    count(pk + "counted"))))
        .isInstanceOf(TransactionCanceledException.class);

    costs(2 * 3 + 2 * 2 + 2 * 1, 0);
  }

  @Test
  void aReplayedTransactionCostsReads() {
    String token = pk.substring(0, 36);
    dynamoDb.transactWriteItems(transact ->
        transact.clientRequestToken(token).transactItems(put(item(pk, 100)), count(pk + "c")));
    costs(4, 0);

    dynamoDb.transactWriteItems(transact ->
        transact.clientRequestToken(token).transactItems(put(item(pk, 100)), count(pk + "c")));
    costs(0, 4);
  }

  @ParameterizedTest
  @CsvSource({"100, 0.5", "4096, 0.5", "4097, 1", "9000, 1.5"})
  void aGetCostsItsItem(int sizeBytes, double rru) {
    given(item(pk, sizeBytes));

    dynamoDb.getItem(get -> get.tableName(NAME).key(key(pk)));
    costs(0, rru);
    dynamoDb.getItem(get -> get.tableName(NAME).key(key(pk)).consistentRead(true));
    costs(0, 2 * rru);
    dynamoDb.getItem(get -> get.tableName(NAME).key(key(pk)).projectionExpression("pk"));
    costs(0, rru);
  }

  @Test
  void aGetOfNothingCostsTheLeast() {
    dynamoDb.getItem(get -> get.tableName(NAME).key(key(pk)));
    costs(0, 0.5);
  }

  @Test
  void aBatchGetCostsEachItem() {
    given(item(pk, 100));
    given(item(pk + "b", 5000));
    var keys =
        KeysAndAttributes.builder()
            .keys(List.of(key(pk), key(pk + "b"), key(pk + "none")))
            .consistentRead(true);

    dynamoDb.batchGetItem(get -> get.requestItems(Map.of(NAME, keys.build())));
    costs(0, 1 + 2 + 1);
    dynamoDb.batchGetItem(
        get -> get.requestItems(Map.of(NAME, keys.projectionExpression("pk").build())));
    costs(0, 1 + 2 + 1);
  }

  @Test
  void aTransactionalGetCostsDouble() {
    given(item(pk, 5000));

    dynamoDb.transactGetItems(transact ->
        transact.transactItems(
            TransactGetItem.builder()
                .get(Get.builder().tableName(NAME).key(key(pk)).build())
                .build(),
            TransactGetItem.builder()
                .get(Get.builder().tableName(NAME).key(key(pk + "none")).build())
                .build()));

    costs(0, 2 * 2 + 2 * 1);
  }

  @Test
  void aQueryCostsAllItLookedAtTogether() {
    for (int i = 0; i < 5; i++) {
      given(with(item(pk, 1000), Map.of("sk", s("k" + i), "odd", n(i % 2))));
    }
    Map<String, AttributeValue> values = Map.of(":pk", s(pk));

    dynamoDb.query(query ->
        query.tableName(NAME).keyConditionExpression("pk = :pk").expressionAttributeValues(values));
    costs(0, 1);
    dynamoDb.query(query ->
        query
            .tableName(NAME)
            .consistentRead(true)
            .keyConditionExpression("pk = :pk")
            .filterExpression("#odd = :odd")
            .projectionExpression("pk")
            .expressionAttributeNames(Map.of("#odd", "odd"))
            .expressionAttributeValues(Map.of(":pk", s(pk), ":odd", n(1))));
    costs(0, 2);
    dynamoDb.query(query ->
        query
            .tableName(NAME)
            .select(Select.COUNT)
            .limit(3)
            .keyConditionExpression("pk = :pk")
            .expressionAttributeValues(values));
    costs(0, 0.5);
    dynamoDb.query(query ->
        query
            .tableName(NAME)
            .keyConditionExpression("pk = :pk")
            .expressionAttributeValues(Map.of(":pk", s("none"))));
    costs(0, 0.5);
  }

  @Test
  void aQueryOfAnIndexCostsItsEntries() {
    for (int i = 0; i < 3; i++) {
      given(with(item(pk + i, 4000), Map.of("dueShard", s(pk), "dueAt", n(i))));
    }

    dynamoDb.query(query ->
        query
            .tableName(NAME)
            .indexName("due")
            .keyConditionExpression("dueShard = :shard")
            .expressionAttributeValues(Map.of(":shard", s(pk))));

    costs(0, 0.5);
  }

  @Test
  void aScanCostsAllItLookedAt() {
    given(item(pk, 5000));

    var whole = dynamoDb.scan(scan -> scan.tableName(NAME));
    Usage first = meter.total();
    meter.reset();
    dynamoDb.scan(scan ->
        scan.tableName(NAME)
            .filterExpression("pk = :pk")
            .expressionAttributeValues(Map.of(":pk", s(pk))));

    int sizeBytes = whole.items().stream().mapToInt(ItemSize::of).sum();
    assertThat(first.rru()).isEqualTo(Math.ceilDiv(sizeBytes, 4096) / 2.0);
    assertThat(meter.total()).isEqualTo(first);
  }

  @Test
  void aBatchWriteCostsEachItem() {
    given(item(pk + "gone", 1500));

    dynamoDb.batchWriteItem(batch ->
        batch.requestItems(
            Map.of(
                NAME,
                List.of(
                    WriteRequest.builder().putRequest(put -> put.item(item(pk, 2500))).build(),
                    WriteRequest.builder()
                        .deleteRequest(delete -> delete.key(key(pk + "gone")))
                        .build()))));

    costs(3 + 2, 0);
  }

  @Test
  void agreesWithDynamoDbLocalOnSingleWrites() {
    Map<String, AttributeValue> item =
        with(
            item(pk, 2900),
            Map.of(
                "dueShard", s(pk),
                "dueAt", n(5),
                "activityOf", s(pk),
                "activityAt", s("1")));

    double reported =
        dynamoDb
            .putItem(put -> put.tableName(NAME).item(item).returnConsumedCapacity("TOTAL"))
            .consumedCapacity()
            .capacityUnits();

    costs(reported, 0);
  }

  @Test
  void countsUnderTheLabelOfTheThreadThatAsks() throws Exception {
    String answer =
        meter.call(
            "GET /v1/things",
            () -> {
              dynamoDb.getItem(get -> get.tableName(NAME).key(key(pk)));
              Thread helper =
                  Thread.ofVirtual()
                      .start(() -> dynamoDb.getItem(get -> get.tableName(NAME).key(key(pk))));
              helper.join();
              return "done";
            });
    dynamoDb.getItem(get -> get.tableName(NAME).key(key(pk)));

    assertThat(answer).isEqualTo("done");
    assertThat(meter.snapshot())
        .containsOnly(
            Map.entry("GET /v1/things", new Usage(1, 2, 0, 1)),
            Map.entry("other", new Usage(0, 1, 0, 0.5)));
  }
}
