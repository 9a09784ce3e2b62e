package dev.posthouse.webhooks;

import dev.posthouse.domain.event.Event;
import dev.posthouse.domain.webhook.Webhook;
import dev.posthouse.lambda.EventView;
import dev.posthouse.lambda.Json;
import java.time.Instant;

/// Takes one event to an endpoint: the same object as the API shows, signed.
record Courier(Endpoint endpoint, Signatures signatures) {
  Endpoint.Response take(Webhook webhook, Event event, Instant now) {
    return take(webhook, EventView.of(event), now);
  }

  Endpoint.Response take(Webhook webhook, EventView event, Instant now) {
    String body = Json.encode(event);
    return endpoint.post(webhook.url(), signatures.headers(webhook, event.id(), now, body), body);
  }
}
