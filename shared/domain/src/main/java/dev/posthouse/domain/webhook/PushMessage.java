package dev.posthouse.domain.webhook;

import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.tenant.TenantId;

/// Something to do for a webhook.
public sealed interface PushMessage {
  /// Whose webhook it is.
  TenantId tenant();

  /// The webhook.
  WebhookId webhook();

  /// An identity's log has grown.
  ///
  /// @param seq at least to there; 0 to look now, whether it has grown or not
  record Wake(TenantId tenant, WebhookId webhook, IdentityId identity, long seq)
      implements PushMessage {}

  /// The webhook is new, or goes on: any log may hold something for it.
  record WakeAll(TenantId tenant, WebhookId webhook) implements PushMessage {}

  /// Events are to be sent again, whatever became of them.
  ///
  /// @param toSeq the last of them
  record Replay(TenantId tenant, WebhookId webhook, IdentityId identity, long fromSeq, long toSeq)
      implements PushMessage {}
}
