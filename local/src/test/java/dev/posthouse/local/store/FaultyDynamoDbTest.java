package dev.posthouse.local.store;

import static dev.posthouse.local.store.Tables.NAME;
import static dev.posthouse.local.store.Tables.item;
import static dev.posthouse.local.store.Tables.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.local.store.Faults.Fault;
import dev.posthouse.local.store.Faults.Kind;
import dev.posthouse.local.store.Faults.Target;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FaultyDynamoDbTest {
  private final Faults faults = new Faults();
  private final Meter meter = new Meter();
  private LocalTable table;
  private FaultyDynamoDb dynamoDb;
  private String pk = "";

  @BeforeAll
  void open() {
    table = LocalTable.inMemory(Tables.definition());
    dynamoDb = new FaultyDynamoDb(new MeteredDynamoDb(table.dynamoDb(), meter), faults);
  }

  @AfterAll
  void close() {
    table.close();
  }

  @BeforeEach
  void reset() {
    pk = UUID.randomUUID().toString();
    faults.clear();
    meter.reset();
  }

  private void once(Kind kind) {
    faults.set(Fault.times(Target.DYNAMODB, kind, 1));
  }

  private void put() {
    dynamoDb.putItem(put -> put.tableName(NAME).item(item(pk, 100)));
  }

  private void transact() {
    dynamoDb.transactWriteItems(transact ->
        transact.transactItems(
            TransactWriteItem.builder()
                .put(Put.builder().tableName(NAME).item(item(pk, 100)).build())
                .build(),
            TransactWriteItem.builder()
                .put(Put.builder().tableName(NAME).item(item(pk + "b", 100)).build())
                .build()));
  }

  private boolean there() {
    return table.dynamoDb().getItem(get -> get.tableName(NAME).key(key(pk))).hasItem();
  }

  @Test
  void passesOnWithoutFaults() {
    put();
    transact();

    assertThat(there()).isTrue();
    assertThat(dynamoDb.describeTable(describe -> describe.tableName(NAME)).table().tableName())
        .isEqualTo(NAME);
  }

  @Test
  void throttles() {
    once(Kind.THROTTLE);

    assertThatThrownBy(this::put)
        .isInstanceOfSatisfying(
            DynamoDbException.class, e -> assertThat(e.isThrottlingException()).isTrue());
    assertThat(there()).isFalse();
    put();
    assertThat(there()).isTrue();
  }

  @Test
  void timesOutBefore() {
    once(Kind.TIMEOUT_BEFORE);

    assertThatThrownBy(this::transact).isInstanceOf(SdkClientException.class);
    assertThat(there()).isFalse();
  }

  @Test
  void timesOutAfter() {
    once(Kind.TIMEOUT_AFTER);

    assertThatThrownBy(this::transact).isInstanceOf(SdkClientException.class);
    assertThat(there()).isTrue();
    assertThat(meter.total().wru()).isEqualTo(4);
  }

  @Test
  void timesOutAlsoWhenItIsRefused() {
    once(Kind.TIMEOUT_AFTER);

    assertThatThrownBy(() ->
            dynamoDb.deleteItem(delete ->
                delete.tableName(NAME).key(key(pk)).conditionExpression("attribute_exists(pk)")))
        .isInstanceOf(SdkClientException.class);
  }

  @Test
  void conflictsOnOneItemOfATransactionAndIsBilled() {
    once(Kind.TRANSACTION_CONFLICT);

    assertThatThrownBy(this::transact)
        .isInstanceOfSatisfying(
            TransactionCanceledException.class,
            e ->
                assertThat(e.cancellationReasons())
                    .extracting(CancellationReason::code)
                    .containsExactlyInAnyOrder("None", "TransactionConflict"));
    assertThat(there()).isFalse();
    assertThat(meter.total().wru()).isEqualTo(4);
  }

  @Test
  void conflictsWithAPlainWriteButNotWithAPlainRead() {
    once(Kind.TRANSACTION_CONFLICT);

    assertThat(there()).isFalse();
    dynamoDb.getItem(get -> get.tableName(NAME).key(key(pk)));
    assertThatThrownBy(this::put).isInstanceOf(TransactionConflictException.class);
    assertThat(there()).isFalse();
  }

  @Test
  void crashesTheFunctionBeforeOrAfter() {
    faults.set(new Fault(Target.DYNAMODB, Kind.CRASH, 1, 40, 3));

    int applied = 0;
    for (int i = 0; i < 40; i++) {
      pk = UUID.randomUUID().toString();
      assertThatThrownBy(this::put).isInstanceOf(FunctionCrash.class);
      applied += there() ? 1 : 0;
    }
    assertThat(applied).isBetween(10, 30);
  }
}
