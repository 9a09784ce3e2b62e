package dev.posthouse.dynamodb;

import dev.posthouse.domain.outbound.DayMishap;
import dev.posthouse.domain.pool.MailboxDay;
import dev.posthouse.domain.pool.Mishap;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// What happened to the mail of an identity's mailboxes on a day: one counter per mailbox and kind
/// of mishap, there only once it happened. A day without any has no item.
final class MishapsItem {
  private static final String KIND = "mishaps";

  private MishapsItem() {}

  /// Counts one more, on an item that may not be there yet.
  static Expression count(DayMishap one) {
    return new Expression()
        .setIfAbsent(Item.KIND, AttributeValue.fromS(KIND))
        .setIfAbsent(Item.EXPIRES_AT, Item.number(SheetItem.expiry(one.day())))
        .count(prefix(one.mishap()) + one.ordinal(), 1);
  }

  /// The mailboxes the item counts something for, by ordinal.
  static Map<Integer, MailboxDay> read(LocalDate day, Map<String, AttributeValue> item) {
    var days = new HashMap<Integer, MailboxDay>();
    item.forEach((name, value) -> {
      for (Mishap mishap : Mishap.values()) {
        if (name.matches(prefix(mishap) + "\\d+")) {
          int ordinal = Integer.parseInt(name.substring(prefix(mishap).length()));
          int count = Integer.parseInt(value.n());
          days.merge(
              ordinal,
              MailboxDay.blank(day, ordinal).plus(mishap, count),
              (known, _) -> known.plus(mishap, count));
        }
      }
    });
    return days;
  }

  private static String prefix(Mishap mishap) {
    return switch (mishap) {
      case HARD_BOUNCE -> "hard";
      case POLICY_BOUNCE -> "policy";
      case SOFT_BOUNCE -> "soft";
      case COMPLAINT -> "complaint";
      case DEFERRAL -> "deferral";
    };
  }
}
