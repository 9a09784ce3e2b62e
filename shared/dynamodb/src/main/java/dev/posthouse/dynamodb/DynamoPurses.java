package dev.posthouse.dynamodb;

import dev.posthouse.domain.StoreBusyException;
import dev.posthouse.domain.purse.LedgerEntry;
import dev.posthouse.domain.purse.LedgerEntryId;
import dev.posthouse.domain.purse.Purse;
import dev.posthouse.domain.purse.Purses;
import dev.posthouse.domain.tenant.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/// The [Purses] in DynamoDB.
public final class DynamoPurses implements Purses {
  private final Table table;

  public DynamoPurses(Table table) {
    this.table = table;
  }

  @Override
  public Optional<Purse> find(TenantId tenant) {
    return table.get(Key.purse(tenant)).map(PurseItem::read);
  }

  @Override
  public Booking book(LedgerEntry entry) {
    Transaction transaction = table.transaction();
    PurseItem.once(transaction, entry);
    Transaction.Write purse = PurseItem.book(transaction, entry).purse();
    return switch (table.commit(transaction)) {
      case Transaction.Outcome.Committed() -> new Booking.Booked(entry);
      case Transaction.Outcome.Refused refused ->
          known(entry)
              .<Booking>map(Booking.AlreadyBooked::new)
              .orElseGet(() -> refused(refused.met(purse)));
      case Transaction.Outcome.Contended() ->
          throw new StoreBusyException("other writes are in the way of " + entry.id());
      // It may have been applied: the ledger tells.
      case Transaction.Outcome.Lost(var cause) ->
          known(entry)
              .<Booking>map(there ->
                  there.id().equals(entry.id())
                      ? new Booking.Booked(there)
                      : new Booking.AlreadyBooked(there))
              .orElseThrow(() -> cause);
    };
  }

  /// What the ledger has for the kind and reference of the entry.
  private Optional<LedgerEntry> known(LedgerEntry entry) {
    return table
        .get(Key.booked(entry.tenant(), entry.kind(), entry.reference()))
        .map(booked -> new LedgerEntryId(Attributes.string(booked, "entry")))
        .map(id ->
            table
                .get(Key.ledger(entry.tenant(), id))
                .map(LedgerItem::read)
                .orElseThrow(() -> new IllegalStateException("the ledger has no " + id)));
  }

  private static Booking refused(Map<String, AttributeValue> purse) {
    return purse.isEmpty()
        ? new Booking.NoSuchTenant()
        : new Booking.NotCovered(PurseItem.read(purse));
  }

  @Override
  public List<LedgerEntry> entries(TenantId tenant, Optional<LedgerEntryId> before, int limit) {
    // Every id begins with its prefix; what is below it is no entry.
    String end = before.map(LedgerEntryId::value).orElse(LedgerEntryId.PREFIX + "~");
    QueryRequest query =
        QueryRequest.builder()
            .tableName(table.name())
            .keyConditionExpression("pk = :pk AND sk BETWEEN :first AND :last")
            .expressionAttributeValues(
                Map.of(
                    ":pk", AttributeValue.fromS(Key.ledger(tenant)),
                    ":first", AttributeValue.fromS(LedgerEntryId.PREFIX),
                    ":last", AttributeValue.fromS(end)))
            .scanIndexForward(false)
            .consistentRead(true)
            .limit(limit + 1)
            .build();
    return table.client().query(query).items().stream()
        .map(LedgerItem::read)
        .filter(entry -> before.map(id -> !id.equals(entry.id())).orElse(true))
        .limit(limit)
        .toList();
  }
}
