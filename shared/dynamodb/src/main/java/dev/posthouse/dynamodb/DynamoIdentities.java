package dev.posthouse.dynamodb;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.StoreBusyException;
import dev.posthouse.domain.identity.Handle;
import dev.posthouse.domain.identity.Identities;
import dev.posthouse.domain.identity.Identity;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.pool.Mailbox;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.tenant.TenantId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/// The [Identities] in DynamoDB.
public final class DynamoIdentities implements Identities {
  private static final String OWNER = IdentityItem.OWNER;

  private final Table table;

  public DynamoIdentities(Table table) {
    this.table = table;
  }

  @Override
  public boolean create(Identity identity) {
    Transaction transaction = table.transaction();
    Transaction.Write address = IdentityItem.putRotated(transaction, identity).address();
    return switch (table.commit(transaction)) {
      case Transaction.Outcome.Committed() -> true;
      case Transaction.Outcome.Refused refused when refused.by(address) -> false;
      case Transaction.Outcome other ->
          throw new StoreBusyException("the identity could not be written: " + other);
    };
  }

  @Override
  public Optional<Identity> find(Handle handle) {
    return table
        .get(Key.address(handle))
        .filter(DynamoIdentities::isHandle)
        .map(item -> new IdentityId(Attributes.string(item, OWNER)))
        .flatMap(this::find);
  }

  @Override
  public Optional<Identity> find(IdentityId id) {
    return Optional.ofNullable(findAll(List.of(id)).get(id));
  }

  private static boolean isHandle(Map<String, AttributeValue> address) {
    return Attributes.string(address, Item.KIND).equals(IdentityItem.HANDLE)
        || Attributes.flag(address, IdentityItem.IS_HANDLE);
  }

  private Map<IdentityId, Identity> findAll(List<IdentityId> ids) {
    var keys = new ArrayList<Key>();
    for (IdentityId id : ids) {
      keys.add(Key.identity(id));
      keys.add(Key.roster(id));
    }
    Map<Key, Map<String, AttributeValue>> items = table.getAll(keys, true);
    var found = new LinkedHashMap<IdentityId, Identity>();
    for (IdentityId id : ids) {
      Map<String, AttributeValue> identity = items.get(Key.identity(id));
      Map<String, AttributeValue> roster = items.get(Key.roster(id));
      if (identity != null && roster != null) {
        found.put(id, read(identity, RosterItem.read(roster)));
      }
    }
    return found;
  }

  private static Identity read(Map<String, AttributeValue> item, Roster roster) {
    return new Identity(
        roster.handle(),
        Attributes.string(item, IdentityItem.TIER),
        Attributes.instant(item, "createdAt"),
        Attributes.string(item, "createdBy"),
        roster);
  }

  @Override
  public Optional<Roster> roster(IdentityId id) {
    return table.get(Key.roster(id)).map(RosterItem::read);
  }

  @Override
  public List<Identity> list(TenantId tenant, Optional<IdentityId> after, int limit) {
    String prefix = Key.tenantIdentityPrefix();
    List<IdentityId> ids = owners(Key.tenant(tenant).pk(), prefix, after, limit);
    return List.copyOf(findAll(ids).values());
  }

  @Override
  public List<IdentityId> rounds(int shard, Optional<IdentityId> after, int limit) {
    return owners(Key.rounds(shard), "", after, limit);
  }

  /// Whose the items of a partition are, by their sort keys.
  private List<IdentityId> owners(
      String partition, String prefix, Optional<IdentityId> after, int limit) {
    String from = prefix + after.map(IdentityId::value).orElse(IdentityId.PREFIX);
    QueryRequest query =
        QueryRequest.builder()
            .tableName(table.name())
            .keyConditionExpression("pk = :pk AND sk BETWEEN :from AND :to")
            .expressionAttributeValues(
                Map.of(
                    ":pk", AttributeValue.fromS(partition),
                    ":from", AttributeValue.fromS(from),
                    ":to", AttributeValue.fromS(prefix + "~")))
            // One more than asked for: BETWEEN includes the identity to start after.
            .limit(limit + 1)
            .build();
    return table.client().query(query).items().stream()
        .map(item -> new IdentityId(Attributes.string(item, OWNER)))
        .filter(id -> after.isEmpty() || !id.equals(after.get()))
        .limit(limit)
        .toList();
  }

  @Override
  public Optional<IdentityId> owner(EmailAddress mailbox) {
    return table
        .get(Key.address(mailbox))
        .filter(item -> Attributes.string(item, Item.KIND).equals(IdentityItem.MAILBOX))
        .map(item -> new IdentityId(Attributes.string(item, OWNER)));
  }

  @Override
  public PoolChange addMailboxes(Roster before, List<Mailbox> mailboxes, Instant now) {
    if (mailboxes.size() > MAILBOXES_PER_CALL_MAX) {
      throw new IllegalArgumentException("too many mailboxes for one call");
    }
    var pool = new ArrayList<>(before.mailboxes());
    pool.addAll(mailboxes);
    Transaction transaction = table.transaction();
    var reservations = new LinkedHashMap<Transaction.Write, EmailAddress>();
    for (Mailbox mailbox : mailboxes) {
      Transaction.Write reservation =
          transaction.putIfAbsent(
              Item.at(Key.address(mailbox.address()), IdentityItem.MAILBOX)
                  .with(OWNER, before.identity().value())
                  .with("ordinal", mailbox.ordinal())
                  .build());
      reservations.put(reservation, mailbox.address());
    }
    return commit(transaction, before, before.next(pool), now, reservations);
  }

  @Override
  public PoolChange change(Roster before, Roster after, Instant now) {
    return commit(table.transaction(), before, after, now, Map.of());
  }

  @Override
  public PoolChange changeTier(Identity before, String tierName, Roster after, Instant now) {
    Transaction transaction = table.transaction();
    transaction.update(
        Key.identity(before.id()),
        new Expression()
            .set(IdentityItem.TIER, tierName)
            .ifEquals(IdentityItem.TIER, AttributeValue.fromS(before.tierName())));
    return commit(transaction, before.roster(), after, now, Map.of());
  }

  private PoolChange commit(
      Transaction transaction,
      Roster before,
      Roster after,
      Instant now,
      Map<Transaction.Write, EmailAddress> reservations) {
    Transaction.Write roster = write(transaction, before, after, now);
    return switch (table.commit(transaction)) {
      case Transaction.Outcome.Committed() -> new PoolChange.Changed(after);
      case Transaction.Outcome.Refused refused when refused.by(roster) -> new PoolChange.Raced();
      case Transaction.Outcome.Refused refused ->
          reservations.entrySet().stream()
              .filter(reservation -> refused.by(reservation.getKey()))
              .findFirst()
              .<PoolChange>map(taken -> new PoolChange.AddressTaken(taken.getValue()))
              .orElseGet(PoolChange.Raced::new);
      case Transaction.Outcome other ->
          throw new StoreBusyException("the pool could not be changed: " + other);
    };
  }

  /// Adds a change of the roster to a transaction, which is refused if somebody else was faster.
  Transaction.Write write(Transaction transaction, Roster before, Roster after, Instant now) {
    Transaction.Write roster =
        transaction.update(Key.roster(before.identity()), RosterItem.change(before, after, now));
    for (LocalDate day : sheetsToStamp(before.identity(), now)) {
      transaction.update(
          Key.sheet(before.identity(), day),
          SheetItem.touch(day).set(SheetItem.REVISION, after.revision()));
    }
    return roster;
  }

  /// Today and tomorrow, whose sheets may be made any moment, and whatever later day has one.
  private Iterable<LocalDate> sheetsToStamp(IdentityId identity, Instant now) {
    LocalDate today = OutboundJob.dayOf(now);
    var days = new TreeSet<LocalDate>();
    days.add(today);
    days.add(today.plusDays(1));
    QueryRequest query =
        QueryRequest.builder()
            .tableName(table.name())
            .consistentRead(true)
            .keyConditionExpression("pk = :pk AND sk > :day")
            .projectionExpression("sk")
            .expressionAttributeValues(
                Map.of(
                    ":pk", AttributeValue.fromS(Key.sheet(identity, today).pk()),
                    ":day", AttributeValue.fromS(today.toString())))
            .build();
    table
        .client()
        .query(query)
        .items()
        .forEach(item -> days.add(LocalDate.parse(Attributes.string(item, Key.SK))));
    return days;
  }
}
