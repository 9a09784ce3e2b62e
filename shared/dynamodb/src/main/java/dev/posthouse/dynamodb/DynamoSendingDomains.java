package dev.posthouse.dynamodb;

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
}
