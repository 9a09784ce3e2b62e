package dev.posthouse.dynamodb;

import dev.posthouse.domain.outbound.DayMishap;
import dev.posthouse.domain.pool.MailboxDay;
import dev.posthouse.domain.pool.Mishap;
import dev.posthouse.domain.pool.ProviderGroup;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// What happened to the mail of an identity's mailboxes on a day: one counter per mailbox and kind
/// of mishap, there only once it happened, and for deferrals by a large provider a counter and the
/// latest time of its own. A day without any has no item.
final class MishapsItem {
  private static final String KIND = "mishaps";

  private MishapsItem() {}

  /// Counts one more, on an item that may not be there yet.
  static Expression count(DayMishap one) {
    Expression counted =
        new Expression()
            .setIfAbsent(Item.KIND, AttributeValue.fromS(KIND))
            .setIfAbsent(Item.EXPIRES_AT, Item.number(SheetItem.expiry(one.day())))
            .count(prefix(one.mishap()) + one.ordinal(), 1);
    if (one.putOff()) {
      // The last to be reported; events hardly overtake each other by more than a mailbox rests.
      counted
          .count(putOff(one.group()) + one.ordinal(), 1)
          .set(putOff(one.group()) + "At" + one.ordinal(), one.at());
    }
    return counted;
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
    for (ProviderGroup group : ProviderGroup.values()) {
      days.replaceAll((ordinal, known) -> {
        AttributeValue count = item.get(putOff(group) + ordinal);
        Instant at = Attributes.instantOrNull(item, putOff(group) + "At" + ordinal);
        return count == null || at == null
            ? known
            : known.plus(group, new MailboxDay.PutOff(Integer.parseInt(count.n()), at));
      });
    }
    return days;
  }

  private static String putOff(ProviderGroup group) {
    return "deferredBy"
        + group.name().charAt(0)
        + group.name().substring(1).toLowerCase(Locale.ROOT);
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
