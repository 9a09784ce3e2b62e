package dev.posthouse.read;

import static dev.posthouse.testing.Fixtures.NOW;
import static dev.posthouse.testing.Fixtures.person;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.Ulids;
import dev.posthouse.domain.message.Message;
import dev.posthouse.domain.outbound.ConversationId;
import dev.posthouse.domain.outbound.MessageId;
import dev.posthouse.testbed.Answer;
import dev.posthouse.testbed.Deployment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/// What a page costs does not depend on how much there is.
class BigMailboxTest {
  private static final int FEW = 100;
  private static final int MANY = Integer.getInteger("posthouse.mailbox.messages", 3_000);
  private static final int BATCH = 25;

  private final Deployment plain = new Deployment();
  private final DynamoDbClient dynamoDb =
      plain.client(
          DynamoDbClient.class,
          () -> {
            throw new AssertionError("a deployment has one");
          });
  private final ReadUnits units = new ReadUnits(dynamoDb);
  private final Mailroom room = new Mailroom(plain.provide(DynamoDbClient.class, units.client()));

  @Test
  void aPageOfManyMessagesCostsWhatOneOfAHundredDoes() {
    room.received(person(), NOW);
    Map<String, AttributeValue> item = stored("message");
    var random = new Random(5);
    IntFunction<Map<String, AttributeValue>> another =
        number -> {
          Instant at = NOW.plusMillis(1L + number);
          var copy = new HashMap<>(item);
          copy.put("sk", text(MessageId.PREFIX + Ulids.of(at, random)));
          copy.put("at", AttributeValue.fromN(Long.toString(at.toEpochMilli())));
          return copy;
        };
    String list = room.messages("&limit=20");

    fill(1, FEW, another);
    // The pool is read once a minute, whoever comes first: not by the page that is counted.
    cost(list);
    double few = cost(list);
    fill(FEW, MANY, another);
    double many = cost(list);

    assertThat(few).isPositive();
    assertThat(many).isEqualTo(few);
  }

  @Test
  void aPageOfThreeThousandConversationsCostsWhatOneOfAHundredDoes() {
    Message pattern = room.received(person(), NOW);
    Map<String, AttributeValue> item = stored("conversation");
    IntFunction<Map<String, AttributeValue>> another =
        number -> {
          ConversationId id = ConversationId.between(room.roster.identity(), person());
          long at = NOW.plusMillis(1L + number).toEpochMilli();
          var copy = new HashMap<>(item);
          copy.put("pk", text("CONVERSATION#" + id));
          copy.put("lastEventAt", AttributeValue.fromN(Long.toString(at)));
          copy.computeIfPresent(
              "activityAt",
              (name, value) ->
                  text(
                      value
                          .s()
                          .replace(Long.toString(NOW.toEpochMilli()), Long.toString(at))
                          .replace(pattern.conversation().value(), id.value())));
          return copy;
        };
    String list = room.path("/conversations?limit=20");

    fill(1, FEW, another);
    // The pool is read once a minute, whoever comes first: not by the page that is counted.
    cost(list);
    double few = cost(list);
    fill(FEW, 3_000, another);
    double many = cost(list);

    assertThat(few).isPositive();
    assertThat(many).isEqualTo(few);
  }

  /// What the first page and the one after it cost, in read units.
  private double cost(String path) {
    units.take();
    Answer first = room.caller.get(path);
    assertThat(Mailroom.ids(first)).hasSize(20);
    assertThat(Mailroom.ids(room.caller.get(path + "&cursor=" + Mailroom.next(first)))).hasSize(20);
    return units.take();
  }

  private void store(List<WriteRequest> batch) {
    String table = Objects.requireNonNull(plain.settings().get("TABLE_NAME"));
    var answer =
        dynamoDb.batchWriteItem(write -> write.requestItems(Map.of(table, List.copyOf(batch))));
    assertThat(answer.unprocessedItems()).isEmpty();
  }

  private Map<String, AttributeValue> stored(String kind) {
    return room.deployment.contents().stream()
        .filter(item -> text(kind).equals(item.get("kind")))
        .findFirst()
        .orElseThrow();
  }

  private static AttributeValue text(String value) {
    return AttributeValue.fromS(value);
  }

  /// Stores the items of those numbers as they are, past all that would keep the books for them.
  private void fill(int from, int to, IntFunction<Map<String, AttributeValue>> item) {
    var batch = new ArrayList<WriteRequest>();
    IntStream.range(from, to)
        .forEach(number -> {
          Map<String, AttributeValue> one = item.apply(number);
          batch.add(WriteRequest.builder().putRequest(put -> put.item(one)).build());
          if (batch.size() == BATCH || number == to - 1) {
            store(batch);
            batch.clear();
          }
        });
  }
}
