package dev.posthouse.dynamodb;

import dev.posthouse.domain.purse.Credits;
import dev.posthouse.domain.purse.LedgerEntry;
import dev.posthouse.domain.purse.Purse;
import dev.posthouse.domain.purse.Reservation;
import dev.posthouse.domain.tenant.BillingState;
import dev.posthouse.domain.tenant.OutboundStatus;
import dev.posthouse.domain.tenant.RateWindow;
import dev.posthouse.domain.tenant.SendPolicy;
import dev.posthouse.domain.tenant.Tenant;
import dev.posthouse.domain.tenant.TenantId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// A purse as an item, and the writes of it that other adapters make part of their transactions.
final class PurseItem {
  static final String KIND = "purse";
  static final String AVAILABLE = "available";
  static final String RESERVED = "reserved";
  static final String SENDS = "sends";
  static final String TIMES = "times";

  /// Means nothing without `times`.
  static final String COUNTED_FROM = "countedFrom";

  /// Begins the name of a day's count.
  private static final String SENT_ON = "sent";

  private static final String TENANT = "tenant";
  private static final String BILLING = "billingState";
  private static final String OUTBOUND = "outboundStatus";

  private PurseItem() {}

  /// The purse of a tenant just made.
  static Map<String, AttributeValue> empty(Tenant tenant) {
    return Item.at(Key.purse(tenant.id()), KIND)
        .with(TENANT, tenant.id().value())
        .with(BILLING, tenant.billingState())
        .with(OUTBOUND, tenant.outboundStatus())
        .with(AVAILABLE, 0)
        .with(RESERVED, 0)
        .with(SENDS, 0)
        .build();
  }

  static Purse read(Map<String, AttributeValue> item) {
    long sends = Attributes.number(item, SENDS);
    List<Instant> times = times(item);
    return new Purse(
        new TenantId(Attributes.string(item, TENANT)),
        new SendPolicy(
            Attributes.constant(item, BILLING, BillingState.class),
            Attributes.constant(item, OUTBOUND, OutboundStatus.class)),
        new Credits(Attributes.number(item, AVAILABLE)),
        new Credits(Attributes.number(item, RESERVED)),
        sends,
        perDay(item),
        item.containsKey(COUNTED_FROM)
            ? Attributes.number(item, COUNTED_FROM)
            : sends - times.size(),
        new RateWindow(times));
  }

  /// Moments as an attribute.
  static AttributeValue times(List<Instant> times) {
    return AttributeValue.fromL(
        times.stream().map(time -> Item.number(time.toEpochMilli())).toList());
  }

  /// The moments of an item; none if it has no such attribute.
  static List<Instant> times(Map<String, AttributeValue> item) {
    return item.getOrDefault(TIMES, AttributeValue.fromL(List.of())).l().stream()
        .map(time -> Instant.ofEpochMilli(Long.parseLong(time.n())))
        .toList();
  }

  private static Map<LocalDate, Integer> perDay(Map<String, AttributeValue> item) {
    var days = new HashMap<LocalDate, Integer>();
    item.forEach((name, count) -> {
      if (name.startsWith(SENT_ON)) {
        LocalDate day = LocalDate.parse(name.substring(SENT_ON.length()));
        days.put(day, Integer.parseInt(count.n()));
      }
    });
    return days;
  }

  /// Reserves credits, if there are as many, the policy is the one decided on, and, under a plan
  /// with limits, nobody else was written to since.
  static Expression reserve(Reservation reservation) {
    Purse before = reservation.before();
    long credits = reservation.credits().count();
    Expression expression =
        new Expression()
            .count(AVAILABLE, -credits)
            .count(RESERVED, credits)
            .count(SENDS, credits)
            .ifAtLeast(AVAILABLE, credits)
            .ifEquals(BILLING, AttributeValue.fromS(Item.wire(before.policy().billing())))
            .ifEquals(OUTBOUND, AttributeValue.fromS(Item.wire(before.policy().outbound())));
    reservation.added().forEach((day, count) -> expression.count(SENT_ON + day, count));
    reservation.forgotten().forEach(day -> expression.remove(SENT_ON + day));
    if (!reservation.limited()) {
      return expression.remove(TIMES);
    }
    Purse after = reservation.after();
    return expression
        .set(TIMES, times(after.recent().times()))
        .set(COUNTED_FROM, after.countedFrom())
        .ifEquals(SENDS, before.sends());
  }

  /// The two writes of an entry.
  ///
  /// @param purse refused if there is no purse, or not enough in it
  /// @param line the ledger's
  record Booked(Transaction.Write purse, Transaction.Write line) {}

  /// Adds an entry to a transaction: what it moves, and its line. Once, as long as something else
  /// in the transaction holds once: a receipt that leaves its state, a job that leaves its version,
  /// or [#once].
  static Booked book(Transaction transaction, LedgerEntry entry) {
    return book(transaction, entry, new Expression());
  }

  /// As the other, and the tenant's policy changes with it: the transaction writes that to the
  /// tenant as well ([DynamoTenants#policy]).
  static Booked book(Transaction transaction, LedgerEntry entry, SendPolicy after) {
    return book(transaction, entry, policy(new Expression(), after));
  }

  private static Booked book(Transaction transaction, LedgerEntry entry, Expression with) {
    return new Booked(
        transaction.update(Key.purse(entry.tenant()), move(with, entry)),
        transaction.putIfAbsent(LedgerItem.write(entry)));
  }

  /// Adds what lets an entry into the ledger once for its kind and reference.
  static Transaction.Write once(Transaction transaction, LedgerEntry entry) {
    return transaction.putIfAbsent(
        Item.at(Key.booked(entry.tenant(), entry.kind(), entry.reference()), "booked")
            .with("entry", entry.id().value())
            .build());
  }

  private static Expression move(Expression expression, LedgerEntry entry) {
    expression.ifExists(Key.PK);
    move(expression, AVAILABLE, entry.available());
    move(expression, RESERVED, entry.reserved());
    return expression;
  }

  /// No part of a purse falls below zero.
  private static void move(Expression expression, String part, long delta) {
    if (delta != 0) {
      expression.count(part, delta);
    }
    if (delta < 0) {
      expression.ifAtLeast(part, -delta);
    }
  }

  /// The purse's part of a change of policy.
  static Expression policy(Expression expression, SendPolicy after) {
    return expression
        .set(BILLING, Item.wire(after.billing()))
        .set(OUTBOUND, Item.wire(after.outbound()));
  }

  static Expression outbound(OutboundStatus status) {
    return new Expression().set(OUTBOUND, Item.wire(status));
  }
}
