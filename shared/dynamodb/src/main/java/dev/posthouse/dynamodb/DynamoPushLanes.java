package dev.posthouse.dynamodb;

import dev.posthouse.domain.webhook.PushLanes;
import dev.posthouse.domain.webhook.WebhookId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The [PushLanes] in DynamoDB: one item per webhook that ever was in trouble, with the end of each
/// place's lease. A webhook that is well costs a read of nothing.
public final class DynamoPushLanes implements PushLanes {
  private static final String TROUBLE_UNTIL = "troubleUntil";
  private static final Duration KEPT = Duration.ofDays(1);

  private final Table table;

  public DynamoPushLanes(Table table) {
    this.table = table;
  }

  @Override
  public Lane enter(WebhookId webhook, Instant now, Instant until) {
    Map<String, AttributeValue> item = table.get(Key.pushLanes(webhook)).orElse(Map.of());
    for (int attempt = 0; attempt < PLACES; attempt++) {
      if (end(item, TROUBLE_UNTIL).isBefore(now)) {
        return new Lane.Open();
      }
      int number = firstFree(item);
      Instant freeAt = end(item, place(number));
      if (freeAt.isAfter(now)) {
        return new Lane.Full(freeAt);
      }
      Expression take =
          new Expression()
              .set(place(number), until)
              .set(Item.EXPIRES_AT, until.plus(KEPT).getEpochSecond())
              .ifCountAtMost(place(number), now.toEpochMilli());
      switch (table.update(Key.pushLanes(webhook), take)) {
        case Table.Updated.Done() -> {
          return new Lane.Place(number, until);
        }
        case Table.Updated.Refused(Map<String, AttributeValue> met) -> item = met;
      }
    }
    return new Lane.Full(until);
  }

  @Override
  public void leave(WebhookId webhook, Lane.Place place) {
    String name = place(place.number());
    table.update(
        Key.pushLanes(webhook),
        new Expression().remove(name).ifEquals(name, place.until().toEpochMilli()));
  }

  @Override
  public void trouble(WebhookId webhook, Instant until) {
    table.update(
        Key.pushLanes(webhook),
        new Expression()
            .set(Item.KIND, "pushLanes")
            .set(TROUBLE_UNTIL, until)
            .set(Item.EXPIRES_AT, until.plus(KEPT).getEpochSecond()));
  }

  private static int firstFree(Map<String, AttributeValue> item) {
    int first = 0;
    for (int number = 1; number < PLACES; number++) {
      if (end(item, place(number)).isBefore(end(item, place(first)))) {
        first = number;
      }
    }
    return first;
  }

  private static Instant end(Map<String, AttributeValue> item, String name) {
    return item.containsKey(name) ? Attributes.instant(item, name) : Instant.EPOCH;
  }

  private static String place(int number) {
    return "place" + number;
  }
}
