package dev.posthouse.domain.webhook;

import java.util.List;
import java.util.Optional;

/// What was tried at each endpoint, kept for [Delivery#RETENTION].
public interface Deliveries {
  /// Adds the attempts of one run, at least one.
  void add(WebhookId webhook, List<Delivery> run);

  /// One attempt.
  Optional<Delivery> find(WebhookId webhook, DeliveryId id);

  /// The attempts before that one, or all, the last one first.
  List<Delivery> list(WebhookId webhook, Optional<DeliveryId> before, int limit);
}
