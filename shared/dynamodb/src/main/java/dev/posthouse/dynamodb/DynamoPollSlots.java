package dev.posthouse.dynamodb;

import dev.posthouse.domain.event.PollSlots;
import dev.posthouse.domain.tenant.KeyId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The [PollSlots] in DynamoDB: one item per key, with the end of each place's lease.
///
/// Memory would not do: a Lambda environment serves one request at a time, so that each knows of
/// its own only.
public final class DynamoPollSlots implements PollSlots {
  private static final Duration KEPT = Duration.ofDays(1);
  private static final int ATTEMPTS_MAX = 4;

  private final Table table;

  public DynamoPollSlots(Table table) {
    this.table = table;
  }

  @Override
  public Answer take(KeyId key, Instant now, Instant until) {
    int number = 0;
    for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
      var expression = new Expression();
      expression
          .set(Item.KIND, "polls")
          .set(place(number), until)
          .set(Item.EXPIRES_AT, until.plus(KEPT).getEpochSecond())
          .ifCountAtMost(place(number), now.toEpochMilli());
      switch (table.update(Key.polls(key), expression)) {
        case Table.Updated.Done() -> {
          return new Answer.Taken(key, number, until);
        }
        case Table.Updated.Refused(Map<String, AttributeValue> met) -> {
          number = firstFree(met);
          Instant freeAt = end(met, number);
          if (freeAt.isAfter(now)) {
            return new Answer.Full(freeAt);
          }
        }
      }
    }
    // Others were quicker each time, and they are as many as there are places.
    return new Answer.Full(until);
  }

  /// The place that is free, or will be first.
  private static int firstFree(Map<String, AttributeValue> item) {
    int first = 0;
    for (int number = 1; number < PER_KEY; number++) {
      if (end(item, number).isBefore(end(item, first))) {
        first = number;
      }
    }
    return first;
  }

  private static Instant end(Map<String, AttributeValue> item, int number) {
    return item.containsKey(place(number))
        ? Attributes.instant(item, place(number))
        : Instant.EPOCH;
  }

  @Override
  public void free(Answer.Taken place) {
    String name = place(place.number());
    table.update(
        Key.polls(place.key()),
        new Expression().remove(name).ifEquals(name, place.until().toEpochMilli()));
  }

  private static String place(int number) {
    return "place" + number;
  }
}
