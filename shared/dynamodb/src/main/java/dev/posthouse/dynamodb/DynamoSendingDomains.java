package dev.posthouse.dynamodb;

import dev.posthouse.domain.StoreBusyException;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.sending.SendingDomain;
import dev.posthouse.domain.sending.SendingDomains;
import dev.posthouse.domain.tenant.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/// The [SendingDomains] in DynamoDB.
public final class DynamoSendingDomains implements SendingDomains {
  private static final String TENANT = "tenant";
  private static final String COUNT = "count";

  private final Table table;

  public DynamoSendingDomains(Table table) {
    this.table = table;
  }

  @Override
  public List<SendingDomain> list(IdentityId identity) {
    QueryRequest query =
        QueryRequest.builder()
            .tableName(table.name())
            .consistentRead(true)
            .keyConditionExpression("pk = :pk AND begins_with(sk, :prefix)")
            .expressionAttributeValues(
                Map.of(
                    ":pk", AttributeValue.fromS(Key.identity(identity).pk()),
                    ":prefix", AttributeValue.fromS(Key.domainPrefix())))
            .build();
    return table.client().queryPaginator(query).items().stream()
        .map(SendingDomainItem::read)
        .toList();
  }

  @Override
  public Optional<SendingDomain> find(IdentityId identity, String name) {
    return table.get(Key.domain(identity, name)).map(SendingDomainItem::read);
  }

  @Override
  public boolean add(SendingDomain domain) {
    return put(domain, "attribute_not_exists(pk)", Map.of());
  }

  @Override
  public boolean replace(SendingDomain before, SendingDomain after) {
    return put(
        after,
        SendingDomainItem.REVISION + " = :seen",
        Map.of(":seen", Item.number(before.revision())));
  }

  private boolean put(SendingDomain domain, String condition, Map<String, AttributeValue> values) {
    PutItemRequest.Builder put =
        PutItemRequest.builder()
            .tableName(table.name())
            .item(SendingDomainItem.write(domain))
            .conditionExpression(condition);
    if (!values.isEmpty()) {
      put.expressionAttributeValues(values);
    }
    try {
      table.client().putItem(put.build());
      return true;
    } catch (ConditionalCheckFailedException e) {
      return false;
    }
  }

  @Override
  public boolean claim(String name, TenantId tenant) {
    Table.Updated taken =
        table.update(
            Key.domainOwner(name),
            new Expression()
                .set(Item.KIND, "domainOwner")
                .set(TENANT, tenant.value())
                .ifAbsent(Key.PK));
    return switch (taken) {
      case Table.Updated.Done() -> true;
      case Table.Updated.Refused(var met) ->
          Attributes.optionalString(met, TENANT).equals(Optional.of(tenant.value()));
    };
  }

  @Override
  public Registering register(
      Optional<SendingDomain> before, SendingDomain after, int perTenantMax) {
    Transaction transaction = table.transaction();
    Transaction.Write domain =
        before.isEmpty()
            ? transaction.putIfAbsent(SendingDomainItem.write(after))
            : replace(transaction, before.get(), after);
    Transaction.Write name =
        transaction.putIfAbsent(
            Item.at(Key.registration(after.name()), "registration")
                .with(TENANT, after.tenant().value())
                .with("identity", after.identity().value())
                .build());
    transaction.update(
        Key.registrations(after.tenant()),
        new Expression()
            .set(Item.KIND, "registrations")
            .count(COUNT, 1)
            .ifCountAtMost(COUNT, perTenantMax - 1L));
    return switch (table.commit(transaction)) {
      case Transaction.Outcome.Committed() -> Registering.DONE;
      case Transaction.Outcome.Refused refused when refused.by(domain) -> Registering.CHANGED;
      case Transaction.Outcome.Refused refused when refused.by(name) -> Registering.TAKEN;
      case Transaction.Outcome.Refused _ -> Registering.TOO_MANY;
      case Transaction.Outcome other ->
          throw new StoreBusyException("the domain could not be written: " + other);
    };
  }

  @Override
  public boolean giveUp(SendingDomain before, SendingDomain after) {
    Transaction transaction = table.transaction();
    Transaction.Write domain = replace(transaction, before, after);
    transaction.delete(Key.registration(after.name()));
    transaction.update(
        Key.registrations(after.tenant()), new Expression().count(COUNT, -1).ifAtLeast(COUNT, 1));
    return switch (table.commit(transaction)) {
      case Transaction.Outcome.Committed() -> true;
      case Transaction.Outcome.Refused refused when refused.by(domain) -> false;
      case Transaction.Outcome other ->
          throw new StoreBusyException("the domain could not be written: " + other);
    };
  }

  private static Transaction.Write replace(
      Transaction transaction, SendingDomain before, SendingDomain after) {
    return transaction.putIfEquals(
        SendingDomainItem.write(after), SendingDomainItem.REVISION, before.revision());
  }
}
