package dev.posthouse.webhooks;

import dev.posthouse.domain.identity.Identities;
import dev.posthouse.domain.identity.Identity;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.webhook.PushMessage;
import dev.posthouse.domain.webhook.PushQueue;
import dev.posthouse.domain.webhook.Webhook;
import dev.posthouse.domain.webhook.Webhooks;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Lets a webhook look into every log that it wants to hear of.
record WakeAll(Webhooks webhooks, Identities identities, PushQueue queue) {
  private static final int PAGE = 100;

  /// Puts a message into the queue for each of the tenant's identities.
  ///
  /// @return whether all were taken
  boolean wake(PushMessage.WakeAll message) {
    Optional<Webhook> webhook = webhooks.find(message.tenant()).find(message.webhook());
    if (webhook.isEmpty()) {
      return true;
    }
    Optional<IdentityId> after = Optional.empty();
    List<Identity> page;
    do {
      page = identities.list(message.tenant(), after, PAGE);
      List<PushMessage.Wake> wakes =
          page.stream()
              .map(Identity::id)
              .filter(identity -> webhook.get().since(identity).isPresent())
              .map(identity ->
                  new PushMessage.Wake(message.tenant(), message.webhook(), identity, 0))
              .toList();
      if (!queue.send(wakes, Duration.ZERO).isEmpty()) {
        return false;
      }
      after = page.isEmpty() ? after : Optional.of(page.getLast().id());
    } while (page.size() == PAGE);
    return true;
  }
}
