package dev.posthouse.dynamodb;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.StoreBusyException;
import dev.posthouse.domain.tenant.ApiKey;
import dev.posthouse.domain.tenant.BillingState;
import dev.posthouse.domain.tenant.KeySecret;
import dev.posthouse.domain.tenant.OutboundStatus;
import dev.posthouse.domain.tenant.SendPolicy;
import dev.posthouse.domain.tenant.Tenant;
import dev.posthouse.domain.tenant.TenantId;
import dev.posthouse.domain.tenant.Tenants;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The [Tenants] in DynamoDB.
public final class DynamoTenants implements Tenants {
  private final Table table;

  public DynamoTenants(Table table) {
    this.table = table;
  }

  @Override
  public boolean create(Tenant tenant, ApiKey key, KeySecret secret) {
    Transaction transaction = table.transaction();
    Transaction.Write added = transaction.putIfAbsent(TenantItem.write(tenant));
    transaction.put(PurseItem.empty(tenant));
    KeyItem.putNew(transaction, key, secret);
    return switch (table.commit(transaction)) {
      case Transaction.Outcome.Committed() -> true;
      case Transaction.Outcome.Refused refused when refused.by(added) -> false;
      case Transaction.Outcome other ->
          throw new StoreBusyException("the tenant could not be written: " + other);
    };
  }

  @Override
  public KeyAddition addKey(ApiKey key, KeySecret secret) {
    Transaction transaction = table.transaction();
    Transaction.Write tenant =
        transaction.update(
            Key.tenant(key.tenant()),
            new Expression().set("updatedAt", key.createdAt()).ifExists(Key.PK));
    Transaction.Write added = KeyItem.putNew(transaction, key, secret);
    return switch (table.commit(transaction)) {
      case Transaction.Outcome.Committed() -> new KeyAddition.Added();
      case Transaction.Outcome.Refused refused when refused.by(tenant) ->
          new KeyAddition.NoSuchTenant();
      case Transaction.Outcome.Refused refused when refused.by(added) ->
          new KeyAddition.AlreadyThere(KeyItem.readKey(refused.met(added)));
      case Transaction.Outcome other ->
          throw new StoreBusyException("the key could not be written: " + other);
    };
  }

  @Override
  public Optional<ApiKey> key(KeySecret secret) {
    return table.get(Key.apiKey(secret)).map(KeyItem::readKey);
  }

  @Override
  public Optional<Tenant> find(TenantId id) {
    return table.get(Key.tenant(id)).map(TenantItem::read);
  }

  @Override
  public boolean setOutboundStatus(TenantId id, OutboundStatus status) {
    Transaction transaction = table.transaction();
    transaction.update(
        Key.tenant(id), new Expression().set("outboundStatus", Item.wire(status)).ifExists(Key.PK));
    transaction.update(Key.purse(id), PurseItem.outbound(status));
    return committed(transaction, id);
  }

  @Override
  public boolean changePolicy(
      TenantId id, SendPolicy before, SendPolicy after, String reason, Instant now) {
    Transaction transaction = table.transaction();
    transaction.update(Key.tenant(id), policy(before, after, reason, now));
    transaction.update(Key.purse(id), PurseItem.policy(new Expression(), after));
    return committed(transaction, id);
  }

  /// The tenant's part of a change of its policy. Its purse knows the policy too, so whoever writes
  /// this writes [PurseItem#policy] in the same transaction.
  static Expression policy(SendPolicy before, SendPolicy after, Instant now) {
    return policy(before, after, "", now);
  }

  private static Expression policy(
      SendPolicy before, SendPolicy after, String reason, Instant now) {
    var expression = new Expression();
    if (before.outbound() == OutboundStatus.SUSPENDED
        && after.outbound() != OutboundStatus.SUSPENDED) {
      expression.set("clearedAt", now);
    }
    return expression
        .setOrRemove("policyReason", reason.isEmpty() ? null : AttributeValue.fromS(reason))
        .set("billingState", Item.wire(after.billing()))
        .set("outboundStatus", Item.wire(after.outbound()))
        .set("policyChangedAt", now)
        .ifEquals("billingState", AttributeValue.fromS(Item.wire(before.billing())))
        .ifEquals("outboundStatus", AttributeValue.fromS(Item.wire(before.outbound())));
  }

  private boolean committed(Transaction transaction, TenantId id) {
    return switch (table.commit(transaction)) {
      case Transaction.Outcome.Committed() -> true;
      case Transaction.Outcome.Refused(var met) -> false;
      case Transaction.Outcome other ->
          throw new StoreBusyException("the policy of " + id + " could not be written: " + other);
    };
  }

  /// A tenant as an item.
  static final class TenantItem {
    private TenantItem() {}

    static Map<String, AttributeValue> write(Tenant tenant) {
      return Item.at(Key.tenant(tenant.id()), "tenant")
          .with("tenant", tenant.id().value())
          .with("name", tenant.name())
          .with("operatorEmail", tenant.operatorEmail().toString())
          .with("billingState", tenant.billingState())
          .with("outboundStatus", tenant.outboundStatus())
          .with("suppressedDomains", tenant.suppressedDomains())
          .with("createdAt", tenant.createdAt())
          .with("policyChangedAt", tenant.policyChangedAt())
          .with("policyReason", tenant.policyReason())
          .with("clearedAt", tenant.clearedAt())
          .build();
    }

    static Tenant read(Map<String, AttributeValue> item) {
      return new Tenant(
          new TenantId(Attributes.string(item, "tenant")),
          Attributes.string(item, "name"),
          EmailAddress.parse(Attributes.string(item, "operatorEmail")),
          Attributes.constant(item, "billingState", BillingState.class),
          Attributes.constant(item, "outboundStatus", OutboundStatus.class),
          Set.copyOf(Attributes.strings(item, "suppressedDomains")),
          Attributes.instant(item, "createdAt"),
          Attributes.instant(
              item, item.containsKey("policyChangedAt") ? "policyChangedAt" : "createdAt"),
          Attributes.optionalString(item, "policyReason").orElse(""),
          Attributes.instantOrNull(item, "clearedAt"));
    }
  }
}
