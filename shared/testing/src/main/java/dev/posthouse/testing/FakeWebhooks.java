package dev.posthouse.testing;

import dev.posthouse.domain.tenant.TenantId;
import dev.posthouse.domain.webhook.WebhookBook;
import dev.posthouse.domain.webhook.Webhooks;
import java.util.HashMap;
import java.util.Map;

/// The [Webhooks] in memory.
public final class FakeWebhooks implements Webhooks {
  private final Map<TenantId, WebhookBook> books = new HashMap<>();

  @Override
  public synchronized WebhookBook find(TenantId tenant) {
    return books.getOrDefault(tenant, WebhookBook.empty(tenant));
  }

  @Override
  public synchronized boolean replace(WebhookBook before, WebhookBook after) {
    if (find(before.tenant()).revision() != before.revision()) {
      return false;
    }
    books.put(after.tenant(), after);
    return true;
  }
}
