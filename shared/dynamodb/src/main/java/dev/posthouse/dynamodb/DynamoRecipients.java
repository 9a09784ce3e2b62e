package dev.posthouse.dynamodb;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.outbound.Correspondent;
import dev.posthouse.domain.outbound.Recipients;
import dev.posthouse.domain.tenant.Suppression;
import dev.posthouse.domain.tenant.TenantId;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The [Recipients] in DynamoDB.
public final class DynamoRecipients implements Recipients {
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
  public void suppress(TenantId tenant, EmailAddress address, Suppression suppression) {
    // Refused where a suppression stands already, and the first reason is the one to keep.
    table.update(
        Key.recipient(tenant, address),
        new Expression()
            .setIfAbsent(Item.KIND, AttributeValue.fromS(RecipientItem.KIND))
            .set(RecipientItem.SUPPRESSED_FOR, Item.wire(suppression.reason()))
            .set(RecipientItem.SUPPRESSED_AT, suppression.at())
            .ifAbsent(RecipientItem.SUPPRESSED_FOR));
  }
}
