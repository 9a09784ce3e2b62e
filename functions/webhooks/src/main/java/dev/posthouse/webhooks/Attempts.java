package dev.posthouse.webhooks;

import dev.posthouse.domain.event.Event;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.webhook.Deliveries;
import dev.posthouse.domain.webhook.Delivery;
import dev.posthouse.domain.webhook.Delivery.Outcome;
import dev.posthouse.domain.webhook.DeliveryId;
import dev.posthouse.domain.webhook.Webhook;
import dev.posthouse.lambda.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The attempts of one run at one endpoint, being made.
final class Attempts {
  /// Most attempts of a run: what is left goes on in the next.
  static final int MAX = 100;

  private final Webhook webhook;
  private final IdentityId identity;
  private final DeliveryId first;
  private final List<Delivery> made = new ArrayList<>();
  private final List<Long> lagMs = new ArrayList<>();
  private Duration slowest = Duration.ZERO;

  Attempts(Webhook webhook, IdentityId identity, DeliveryId first) {
    this.webhook = webhook;
    this.identity = identity;
    this.first = first;
  }

  /// Notes what became of an attempt.
  ///
  /// @param number which attempt it was since one last succeeded
  void add(Event event, Outcome outcome, int number, Endpoint.Response response, Instant now) {
    made.add(
        new Delivery(
            first.numbered(made.size()),
            identity,
            event.seq(),
            event.id(),
            event.type().wire(),
            outcome,
            number,
            response.status(),
            response.error(),
            response.took(),
            now));
    if (outcome == Outcome.DELIVERED) {
      lagMs.add(Math.max(0, Duration.between(event.loggedAt(), now).toMillis()));
    }
    if (response.took().compareTo(slowest) > 0) {
      slowest = response.took();
    }
  }

  /// Notes an event that is given up unsent.
  void giveUp(Event event, Instant now) {
    add(
        event,
        Outcome.DEAD,
        0,
        new Endpoint.Response(
            0, "the endpoint has failed for 3 days", Duration.ZERO, Duration.ZERO),
        now);
  }

  boolean full() {
    return made.size() == MAX;
  }

  /// How long the slowest of them took.
  Duration slowest() {
    return slowest;
  }

  /// Keeps and counts them.
  void keep(Deliveries deliveries, Metrics metrics) {
    if (made.isEmpty()) {
      return;
    }
    deliveries.add(webhook.id(), made);
    Map<String, Long> counts = new TreeMap<>();
    made.forEach(each -> counts.merge(metric(each.outcome()), 1L, Long::sum));
    metrics.count(counts);
    metrics.milliseconds("webhookLag", lagMs);
  }

  private static String metric(Outcome outcome) {
    return switch (outcome) {
      case DELIVERED -> "webhookDelivered";
      case FAILED -> "webhookFailed";
      case DEAD -> "webhookDead";
    };
  }
}
