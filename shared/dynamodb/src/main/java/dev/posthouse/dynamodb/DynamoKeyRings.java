package dev.posthouse.dynamodb;

import dev.posthouse.domain.StoreBusyException;
import dev.posthouse.domain.tenant.KeyId;
import dev.posthouse.domain.tenant.KeyRing;
import dev.posthouse.domain.tenant.KeyRing.Secret;
import dev.posthouse.domain.tenant.KeyRings;
import dev.posthouse.domain.tenant.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/// The [KeyRings] in DynamoDB.
public final class DynamoKeyRings implements KeyRings {
  private final Table table;

  public DynamoKeyRings(Table table) {
    this.table = table;
  }

  @Override
  public Optional<KeyRing> find(TenantId tenant, KeyId id) {
    return table.get(Key.tenantKey(tenant, id)).map(KeyItem::readRing);
  }

  @Override
  public boolean replace(KeyRing before, KeyRing after, Instant now) {
    Transaction transaction = table.transaction();
    Transaction.Write ring =
        transaction.update(
            Key.tenantKey(before.key().tenant(), before.key().id()),
            KeyItem.change(before, after, now));
    for (Secret secret : after.secrets()) {
      if (!before.secrets().contains(secret)) {
        transaction.put(KeyItem.secret(after, secret));
      }
    }
    for (Secret secret : before.secrets()) {
      if (after.secrets().stream().noneMatch(kept -> kept.hash().equals(secret.hash()))) {
        transaction.delete(Key.apiKey(secret.hash()));
      }
    }
    return switch (table.commit(transaction)) {
      case Transaction.Outcome.Committed() -> true;
      case Transaction.Outcome.Refused refused when refused.by(ring) -> false;
      case Transaction.Outcome other ->
          throw new StoreBusyException("the key could not be changed: " + other);
    };
  }

  @Override
  public List<KeyRing> list(TenantId tenant, Optional<KeyId> after, int limit) {
    String prefix = Key.tenantKeyPrefix();
    var found = new ArrayList<KeyRing>();
    Map<String, AttributeValue> start =
        after.map(id -> Key.tenantKey(tenant, id).attributes()).orElse(Map.of());
    do {
      QueryRequest.Builder query =
          QueryRequest.builder()
              .tableName(table.name())
              .keyConditionExpression("pk = :pk AND begins_with(sk, :prefix)")
              .expressionAttributeValues(
                  Map.of(
                      ":pk", AttributeValue.fromS(Key.tenant(tenant).pk()),
                      ":prefix", AttributeValue.fromS(prefix)))
              .limit(limit);
      if (!start.isEmpty()) {
        query.exclusiveStartKey(start);
      }
      QueryResponse page = table.client().query(query.build());
      page.items().stream()
          .map(KeyItem::readRing)
          .filter(ring -> !ring.revoked())
          .limit((long) limit - found.size())
          .forEach(found::add);
      start = page.lastEvaluatedKey();
    } while (found.size() < limit && !start.isEmpty());
    return found;
  }
}
