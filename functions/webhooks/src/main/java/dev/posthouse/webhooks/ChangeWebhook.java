package dev.posthouse.webhooks;

import dev.posthouse.domain.StoreBusyException;
import dev.posthouse.domain.tenant.TenantId;
import dev.posthouse.domain.webhook.Webhook;
import dev.posthouse.domain.webhook.WebhookBook;
import dev.posthouse.domain.webhook.WebhookId;
import dev.posthouse.domain.webhook.Webhooks;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Changes one webhook of a tenant.
record ChangeWebhook(Webhooks webhooks) {
  private static final int ATTEMPTS_MAX = 8;

  /// The endpoint is gone: nothing is sent there until its owner says so.
  void gone(TenantId tenant, WebhookId id) {
    change(tenant, id, webhook -> webhook.paused(Webhook.Pause.GONE));
  }

  /// The webhook after the change; empty if there is none.
  ///
  /// @throws StoreBusyException if others are in the way for too long
  Optional<Webhook> change(TenantId tenant, WebhookId id, UnaryOperator<Webhook> step) {
    for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
      WebhookBook book = webhooks.find(tenant);
      Optional<Webhook> before = book.find(id);
      if (before.isEmpty()) {
        return Optional.empty();
      }
      Webhook after = step.apply(before.get());
      if (webhooks.replace(book, book.with(after))) {
        return Optional.of(after);
      }
    }
    throw new StoreBusyException("other writes are in the way of webhook " + id);
  }
}
