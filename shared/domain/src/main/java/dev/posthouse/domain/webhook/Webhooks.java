package dev.posthouse.domain.webhook;

import dev.posthouse.domain.tenant.TenantId;

/// The webhooks of each tenant.
public interface Webhooks {
  /// The tenant's webhooks as of now (strongly consistent).
  WebhookBook find(TenantId tenant);

  /// Replaces a book by its next revision, unless somebody changed it first: false then, and
  /// nothing is written.
  boolean replace(WebhookBook before, WebhookBook after);
}
