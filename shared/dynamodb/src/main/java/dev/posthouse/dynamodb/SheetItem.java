package dev.posthouse.dynamodb;

import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.pool.DaySheet;
import dev.posthouse.domain.pool.Drip;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// A day sheet as an item: `total`, the newest roster revision `rev`, and one counter `m<ordinal>`
/// per mailbox. Short counter names keep it within 1 KB up to some 110 mailboxes.
///
/// `drip` has the spans of cold messages, as seconds of the day with three decimals:
/// `32400.125-34800.125 50400-50400`.
final class SheetItem {
  static final String REVISION = "rev";
  static final String TOTAL = "total";
  static final String DRIP = "drip";
  private static final String COUNTER = "m";
  private static final String HOUR = "h";
  private static final int HOURS = 24;
  private static final int RETENTION_DAYS = 40;
  private static final int MILLIS_SCALE = 3;

  private SheetItem() {}

  /// The name of a mailbox's counter.
  static String counter(int ordinal) {
    return COUNTER + ordinal;
  }

  /// The name of the counter of an hour, 0 to 23.
  static String hour(int hour) {
    return HOUR + hour;
  }

  /// What was counted in each hour; none where nothing was.
  static Map<Integer, Integer> hours(Map<String, AttributeValue> item) {
    var hours = new HashMap<Integer, Integer>();
    for (int hour = 0; hour < HOURS; hour++) {
      int count = Attributes.integer(item, hour(hour), 0);
      if (count > 0) {
        hours.put(hour, count);
      }
    }
    return hours;
  }

  /// An expression that makes the sheet where it is not there yet.
  static Expression touch(LocalDate day) {
    return new Expression()
        .setIfAbsent(Item.KIND, AttributeValue.fromS("sheet"))
        .setIfAbsent(Item.EXPIRES_AT, Item.number(expiry(day)));
  }

  static long expiry(LocalDate day) {
    return day.plusDays(RETENTION_DAYS).atStartOfDay(ZoneOffset.UTC).toEpochSecond();
  }

  /// The places of cold messages as text; empty for none.
  static String drip(LocalDate day, Drip drip) {
    return drip.spans().stream()
        .map(span -> seconds(day, span.first()) + "-" + seconds(day, span.last()))
        .collect(Collectors.joining(" "));
  }

  private static Drip drip(LocalDate day, String text) {
    return text.isEmpty()
        ? Drip.NONE
        : new Drip(Stream.of(text.split(" ", -1)).map(span -> span(day, span)).toList());
  }

  private static Drip.Span span(LocalDate day, String text) {
    int dash = text.indexOf('-');
    return new Drip.Span(
        moment(day, text.substring(0, dash)), moment(day, text.substring(dash + 1)));
  }

  private static String seconds(LocalDate day, Instant at) {
    long millis = Duration.between(midnight(day), at).toMillis();
    return BigDecimal.valueOf(millis, MILLIS_SCALE).stripTrailingZeros().toPlainString();
  }

  private static Instant moment(LocalDate day, String seconds) {
    return midnight(day)
        .plusMillis(new BigDecimal(seconds).movePointRight(MILLIS_SCALE).longValueExact());
  }

  private static Instant midnight(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  static DaySheet read(IdentityId identity, LocalDate day, Map<String, AttributeValue> item) {
    var used = new HashMap<Integer, Integer>();
    item.forEach((name, value) -> {
      if (name.startsWith(COUNTER) && value.n() != null) {
        used.put(Integer.parseInt(name.substring(COUNTER.length())), Integer.parseInt(value.n()));
      }
    });
    return new DaySheet(
        identity,
        day,
        Attributes.integer(item, REVISION, 0),
        Attributes.integer(item, TOTAL, 0),
        used,
        drip(day, Attributes.optionalString(item, DRIP).orElse("")));
  }
}
