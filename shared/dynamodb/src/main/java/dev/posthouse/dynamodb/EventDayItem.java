package dev.posthouse.dynamodb;

import dev.posthouse.domain.event.EventLog;
import dev.posthouse.domain.identity.IdentityId;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Marks a day on which something was added to an identity's event log. It expires when that day
/// has been over for a while; that it is gone is what reminds of [EventLog#settle], weeks before
/// the day's events expire.
public final class EventDayItem {
  /// The item's kind, as stream records show it.
  public static final String KIND = "eventDay";

  // The day itself, and one more for clocks that do not agree.
  private static final int DAYS = 2;

  private EventDayItem() {}

  static Map<String, AttributeValue> write(IdentityId identity, LocalDate day) {
    return Item.at(Key.eventDay(identity, day), KIND)
        .with("identity", identity.value())
        .expiring(day.plusDays(DAYS).atStartOfDay(ZoneOffset.UTC).toInstant())
        .build();
  }

  /// Whose log it is.
  public static IdentityId identity(Map<String, AttributeValue> item) {
    return new IdentityId(Attributes.string(item, "identity"));
  }
}
