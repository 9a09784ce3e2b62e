package dev.posthouse.dynamodb;

import dev.posthouse.domain.tenant.TenantId;
import dev.posthouse.domain.webhook.WebhookBook;
import dev.posthouse.domain.webhook.Webhooks;

/// The [Webhooks] in DynamoDB.
public final class DynamoWebhooks implements Webhooks {
  private final Table table;

  public DynamoWebhooks(Table table) {
    this.table = table;
  }

  @Override
  public WebhookBook find(TenantId tenant) {
    return table
        .get(Key.webhooks(tenant))
        .map(item -> WebhooksItem.read(tenant, item))
        .orElseGet(() -> WebhookBook.empty(tenant));
  }

  @Override
  public boolean replace(WebhookBook before, WebhookBook after) {
    Expression expression =
        new Expression()
            .set(Item.KIND, WebhooksItem.KIND)
            .set(WebhooksItem.REVISION, after.revision())
            .setOrRemove(WebhooksItem.WEBHOOKS, WebhooksItem.write(after.webhooks()));
    if (before.revision() == 0) {
      expression.ifAbsent(WebhooksItem.REVISION);
    } else {
      expression.ifEquals(WebhooksItem.REVISION, before.revision());
    }
    return table.update(Key.webhooks(before.tenant()), expression) instanceof Table.Updated.Done;
  }
}
