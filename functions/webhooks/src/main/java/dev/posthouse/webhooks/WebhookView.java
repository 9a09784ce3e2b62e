package dev.posthouse.webhooks;

import dev.posthouse.domain.event.EventType;
import dev.posthouse.domain.identity.Identities;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.webhook.Webhook;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A webhook as the API shows it.
///
/// @param secret in the answer to its making and never again
/// @param types none: all
/// @param identities handles; none: all
/// @param pauseReason `asked` or `gone`, if it is paused
/// @param oldSecretUntil until when the secret before the newest one signs as well
record WebhookView(
    String id,
    String url,
    String description,
    List<String> types,
    List<String> identities,
    String status,
    @Nullable String pauseReason,
    @Nullable String secret,
    @Nullable Instant oldSecretUntil,
    Instant createdAt) {
  static WebhookView of(
      Webhook webhook, Identities identities, Instant now, @Nullable String secret) {
    return new WebhookView(
        webhook.id().value(),
        webhook.url().toString(),
        webhook.description(),
        webhook.types().stream().sorted().map(EventType::wire).toList(),
        webhook.identities().keySet().stream().map(id -> handle(identities, id)).sorted().toList(),
        webhook.pause() == null ? WebhookRequest.ACTIVE : WebhookRequest.PAUSED,
        webhook.pause() == null ? null : webhook.pause().name().toLowerCase(Locale.ROOT),
        secret,
        webhook.oldSecretUntil().filter(now::isBefore).orElse(null),
        webhook.createdAt());
  }

  private static String handle(Identities identities, IdentityId id) {
    return identities.roster(id).map(roster -> roster.handle().value()).orElseGet(id::value);
  }
}
