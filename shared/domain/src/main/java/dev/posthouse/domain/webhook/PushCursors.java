package dev.posthouse.domain.webhook;

import dev.posthouse.domain.identity.IdentityId;
import java.util.Optional;

/// How far the webhooks have come.
public interface PushCursors {
  /// The cursor as of now (strongly consistent); empty if nothing was sent there yet.
  Optional<PushCursor> find(WebhookId webhook, IdentityId identity);

  /// Stores the next version of a cursor, unless somebody was faster: false then, and nothing is
  /// written.
  ///
  /// @param before at version 0 where none is stored
  boolean replace(PushCursor before, PushCursor after);
}
