package dev.posthouse.dynamodb;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.StoreBusyException;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.outbound.Correspondent;
import dev.posthouse.domain.outbound.Recipients;
import dev.posthouse.domain.tenant.Suppression;
import dev.posthouse.domain.tenant.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/// The [Recipients] in DynamoDB. A suppression stands on the recipient, where every decision reads
/// it, and in the tenant's list, both written in one transaction.
public final class DynamoRecipients implements Recipients {
  private static final String DOMAINS = "suppressedDomains";
  private static final int ATTEMPTS_MAX = 8;

  private final Table table;

  public DynamoRecipients(Table table) {
    this.table = table;
  }

  @Override
  public Correspondent find(TenantId tenant, IdentityId identity, EmailAddress address) {
    return RecipientItem.read(
        address, identity, table.get(Key.recipient(tenant, address)).orElse(null));
  }

  @Override
  public boolean suppress(
      TenantId tenant,
      Optional<IdentityId> identity,
      EmailAddress address,
      Suppression suppression) {
    Transaction transaction = table.transaction();
    transaction.update(
        Key.recipient(tenant, address), RecipientItem.suppress(identity, suppression));
    var entry = new Suppressed(address.canonical(), identity, suppression);
    transaction.put(listed(tenant, entry));
    return committed(transaction);
  }

  @Override
  public boolean unsubscribe(
      TenantId tenant, IdentityId through, EmailAddress address, Instant at) {
    var suppression = new Suppression(Suppression.Reason.UNSUBSCRIBED, at);
    Transaction transaction = table.transaction();
    transaction.update(
        Key.recipient(tenant, address), RecipientItem.suppress(Optional.empty(), suppression));
    var entry = new Suppressed(address.canonical(), Optional.empty(), suppression);
    Map<String, AttributeValue> item = listed(tenant, entry);
    item.put(UnsubscribedItem.THROUGH, AttributeValue.fromS(through.value()));
    transaction.put(item);
    return committed(transaction);
  }

  @Override
  public boolean release(TenantId tenant, Optional<IdentityId> identity, EmailAddress address) {
    Transaction transaction = table.transaction();
    transaction.update(Key.recipient(tenant, address), RecipientItem.release(identity));
    transaction.delete(Key.suppressed(tenant, place(address.canonical(), identity)));
    return committed(transaction);
  }

  @Override
  public DomainChange suppressDomain(TenantId tenant, String domain, Suppression suppression) {
    for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
      List<String> before = domains(tenant);
      if (before.contains(domain)) {
        return DomainChange.THERE_BEFORE;
      }
      if (before.size() >= SUPPRESSED_DOMAINS_MAX) {
        return DomainChange.TOO_MANY;
      }
      var after = new ArrayList<>(before);
      after.add(domain);
      Transaction transaction = table.transaction();
      transaction.update(Key.tenant(tenant), domains(before, after));
      transaction.put(listed(tenant, new Suppressed("@" + domain, Optional.empty(), suppression)));
      if (committed(transaction)) {
        return DomainChange.ADDED;
      }
      table.backoff().pause(attempt);
    }
    throw busy();
  }

  @Override
  public boolean releaseDomain(TenantId tenant, String domain) {
    for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
      List<String> before = domains(tenant);
      var after = new ArrayList<>(before);
      if (!after.remove(domain)) {
        return false;
      }
      Transaction transaction = table.transaction();
      transaction.update(Key.tenant(tenant), domains(before, after));
      transaction.delete(Key.suppressed(tenant, place("@" + domain, Optional.empty())));
      if (committed(transaction)) {
        return true;
      }
      table.backoff().pause(attempt);
    }
    throw busy();
  }

  private List<String> domains(TenantId tenant) {
    return table
        .get(Key.tenant(tenant))
        .map(item -> Attributes.strings(item, DOMAINS))
        .orElseThrow(() -> new IllegalStateException("no tenant " + tenant));
  }

  private static Expression domains(List<String> before, List<String> after) {
    Expression expression =
        new Expression()
            .setOrRemove(DOMAINS, after.isEmpty() ? null : Item.list(after))
            .ifExists(Key.PK);
    return before.isEmpty()
        ? expression.ifAbsent(DOMAINS)
        : expression.ifEquals(DOMAINS, Item.list(before));
  }

  @Override
  public List<Suppressed> suppressed(TenantId tenant, Optional<String> after, int limit) {
    String prefix = Key.suppressedPrefix();
    QueryRequest query =
        QueryRequest.builder()
            .tableName(table.name())
            .consistentRead(true)
            .keyConditionExpression("pk = :pk AND sk BETWEEN :from AND :to")
            .expressionAttributeValues(
                Map.of(
                    ":pk", AttributeValue.fromS(Key.tenant(tenant).pk()),
                    ":from", AttributeValue.fromS(prefix + after.orElse("")),
                    ":to", AttributeValue.fromS(prefix + "~")))
            // One more than asked for: BETWEEN includes the one to start after.
            .limit(limit + 1)
            .build();
    return table.client().query(query).items().stream()
        .map(DynamoRecipients::listed)
        .filter(entry -> !after.equals(Optional.of(entry.place())))
        .limit(limit)
        .toList();
  }

  private static String place(String target, Optional<IdentityId> identity) {
    return target + "#" + identity.map(IdentityId::value).orElse("*");
  }

  private static Map<String, AttributeValue> listed(TenantId tenant, Suppressed entry) {
    return Item.at(Key.suppressed(tenant, entry.place()), UnsubscribedItem.KIND)
        .with(UnsubscribedItem.TARGET, entry.target())
        .with("identity", entry.identity().map(IdentityId::value).orElse(null))
        .with(RecipientItem.SUPPRESSED_FOR, entry.suppression().reason())
        .with(RecipientItem.SUPPRESSED_AT, entry.suppression().at())
        .build();
  }

  private static Suppressed listed(Map<String, AttributeValue> item) {
    return new Suppressed(
        Attributes.string(item, UnsubscribedItem.TARGET),
        Attributes.optionalString(item, "identity").map(IdentityId::new),
        RecipientItem.suppression(item));
  }

  /// Whether it was applied; not, if the condition did not hold.
  private boolean committed(Transaction transaction) {
    return switch (table.commit(transaction)) {
      case Transaction.Outcome.Committed() -> true;
      case Transaction.Outcome.Refused _ -> false;
      case Transaction.Outcome _ -> throw busy();
    };
  }

  private static StoreBusyException busy() {
    return new StoreBusyException("other writes are in the way of the suppression");
  }
}
