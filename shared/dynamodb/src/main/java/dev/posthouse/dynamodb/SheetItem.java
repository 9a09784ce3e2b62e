package dev.posthouse.dynamodb;

import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.pool.DaySheet;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// A day sheet as an item: `total`, the newest roster revision `rev`, and one counter `m<ordinal>`
/// per mailbox. Short counter names keep it within 1 KB up to some 110 mailboxes.
final class SheetItem {
  static final String REVISION = "rev";
  static final String TOTAL = "total";
  private static final String COUNTER = "m";
  private static final int RETENTION_DAYS = 40;

  private SheetItem() {}

  /// The name of a mailbox's counter.
  static String counter(int ordinal) {
    return COUNTER + ordinal;
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
        used);
  }
}
