package dev.posthouse.dynamodb;

import dev.posthouse.domain.StoreBusyException;
import dev.posthouse.domain.tenant.RateLimits;
import dev.posthouse.domain.tenant.RateWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The [RateLimits] in DynamoDB: an item per bucket, with the times of the last few.
///
/// The item is guessed to be absent, which it mostly is; a refused write tells what it is instead,
/// and every further refusal means that another one was counted.
public final class DynamoRateLimits implements RateLimits {
  private static final String TIMES = "times";

  // At most as many can be faster as the limit lets through, and a few more that come by retries.
  private static final int ATTEMPTS_EXTRA = 20;

  private final Table table;

  public DynamoRateLimits(Table table) {
    this.table = table;
  }

  @Override
  public Taking take(String bucket, int max, Duration window, Instant now) {
    Map<String, AttributeValue> met = Map.of();
    for (int attempt = 1; attempt <= max + ATTEMPTS_EXTRA; attempt++) {
      RateWindow before = read(met);
      Optional<Taking.Full> full = before.full(max, window, now);
      if (full.isPresent()) {
        return full.get();
      }
      RateWindow after = before.with(max, now);
      Expression expression = change(met, after, window);
      switch (table.update(Key.rate(bucket), expression)) {
        case Table.Updated.Done() -> {
          return new Taking.Taken();
        }
        case Table.Updated.Refused(Map<String, AttributeValue> item) -> met = item;
      }
      if (attempt > 1) {
        table.backoff().pause(1);
      }
    }
    throw new StoreBusyException("others are counted all the time");
  }

  private static RateWindow read(Map<String, AttributeValue> item) {
    return item.isEmpty()
        ? RateWindow.EMPTY
        : new RateWindow(
            times(item).stream()
                .map(time -> Instant.ofEpochMilli(Long.parseLong(time.n())))
                .toList());
  }

  private static List<AttributeValue> times(Map<String, AttributeValue> item) {
    return item.getOrDefault(TIMES, AttributeValue.fromL(List.of())).l();
  }

  private static Expression change(
      Map<String, AttributeValue> met, RateWindow after, Duration window) {
    List<AttributeValue> times =
        after.times().stream().map(time -> Item.number(time.toEpochMilli())).toList();
    Instant last = after.times().getLast();
    Expression expression =
        new Expression()
            .set(Item.KIND, "rate")
            .set(TIMES, AttributeValue.fromL(times))
            .set(Item.EXPIRES_AT, last.plus(window).plusSeconds(1).getEpochSecond());
    // Whoever counts one changes the times.
    return met.isEmpty()
        ? expression.ifAbsent(Key.PK)
        : expression.ifEquals(TIMES, AttributeValue.fromL(times(met)));
  }
}
