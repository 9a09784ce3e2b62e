package dev.posthouse.testing;

import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.webhook.PushCursor;
import dev.posthouse.domain.webhook.PushCursors;
import dev.posthouse.domain.webhook.WebhookId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The [PushCursors] in memory.
public final class FakePushCursors implements PushCursors {
  private record Place(WebhookId webhook, IdentityId identity) {}

  private final Map<Place, PushCursor> cursors = new HashMap<>();

  @Override
  public synchronized Optional<PushCursor> find(WebhookId webhook, IdentityId identity) {
    return Optional.ofNullable(cursors.get(new Place(webhook, identity)));
  }

  @Override
  public synchronized boolean replace(PushCursor before, PushCursor after) {
    long stored = find(before.webhook(), before.identity()).map(PushCursor::version).orElse(0L);
    if (stored != before.version()) {
      return false;
    }
    cursors.put(new Place(after.webhook(), after.identity()), after);
    return true;
  }
}
