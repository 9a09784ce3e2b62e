package dev.posthouse.testing;

import dev.posthouse.domain.webhook.Deliveries;
import dev.posthouse.domain.webhook.Delivery;
import dev.posthouse.domain.webhook.DeliveryId;
import dev.posthouse.domain.webhook.WebhookId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// The [Deliveries] in memory.
public final class FakeDeliveries implements Deliveries {
  private final Map<WebhookId, NavigableMap<String, Delivery>> deliveries = new HashMap<>();

  @Override
  public synchronized void add(WebhookId webhook, List<Delivery> run) {
    run.forEach(each -> of(webhook).put(each.id().value(), each));
  }

  @Override
  public synchronized Optional<Delivery> find(WebhookId webhook, DeliveryId id) {
    return Optional.ofNullable(of(webhook).get(id.value()));
  }

  @Override
  public synchronized List<Delivery> list(
      WebhookId webhook, Optional<DeliveryId> before, int limit) {
    return of(webhook)
        .headMap(before.map(DeliveryId::value).orElse("~"), false)
        .descendingMap()
        .values()
        .stream()
        .limit(limit)
        .toList();
  }

  private NavigableMap<String, Delivery> of(WebhookId webhook) {
    return deliveries.computeIfAbsent(webhook, _ -> new TreeMap<>());
  }
}
