package dev.posthouse.domain.webhook;

import dev.posthouse.domain.tenant.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// All webhooks of a tenant.
///
/// @param revision grows by one with every change; 0 if there never was one
public record WebhookBook(TenantId tenant, List<Webhook> webhooks, long revision) {
  /// Most webhooks of a tenant.
  public static final int WEBHOOKS_MAX = 20;

  /// @throws IllegalArgumentException if there are too many
  public WebhookBook {
    webhooks = List.copyOf(webhooks);
    if (webhooks.size() > WEBHOOKS_MAX) {
      throw new IllegalArgumentException(webhooks.size() + " webhooks of one tenant");
    }
  }

  /// The book of a tenant that never had a webhook.
  public static WebhookBook empty(TenantId tenant) {
    return new WebhookBook(tenant, List.of(), 0);
  }

  /// Whether it takes no further webhook.
  public boolean full() {
    return webhooks.size() == WEBHOOKS_MAX;
  }

  /// The webhook with that id.
  public Optional<Webhook> find(WebhookId id) {
    return webhooks.stream().filter(webhook -> webhook.id().equals(id)).findFirst();
  }

  /// The next revision, with that webhook in place of the one with its id, or else at the end.
  public WebhookBook with(Webhook webhook) {
    List<Webhook> next =
        find(webhook.id()).isPresent()
            ? webhooks.stream()
                .map(each -> each.id().equals(webhook.id()) ? webhook : each)
                .toList()
            : Stream.concat(webhooks.stream(), Stream.of(webhook)).toList();
    return new WebhookBook(tenant, next, revision + 1);
  }

  /// The next revision, without that webhook.
  public WebhookBook without(WebhookId id) {
    return new WebhookBook(
        tenant,
        webhooks.stream().filter(webhook -> !webhook.id().equals(id)).toList(),
        revision + 1);
  }
}
