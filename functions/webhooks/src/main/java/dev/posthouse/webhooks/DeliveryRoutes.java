package dev.posthouse.webhooks;

import dev.posthouse.domain.Ulids;
import dev.posthouse.domain.event.EventId;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.tenant.ApiKey;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.domain.webhook.Delivery;
import dev.posthouse.domain.webhook.DeliveryId;
import dev.posthouse.domain.webhook.PushMessage;
import dev.posthouse.domain.webhook.Webhook;
import dev.posthouse.lambda.Cursor;
import dev.posthouse.lambda.EventView;
import dev.posthouse.lambda.HttpRequest;
import dev.posthouse.lambda.HttpResponse;
import dev.posthouse.lambda.Problem;
import dev.posthouse.lambda.ProblemCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What went out to a webhook: tried out, looked up, sent again.
final class DeliveryRoutes {
  private static final int ACCEPTED = 202;
  private static final int LIMIT_DEFAULT = 50;
  private static final int LIMIT_MAX = 200;

  /// How many attempts are looked at for one answer, however few of them are wanted: it may be
  /// short and still have more behind it.
  private static final int LOOKED_AT_MAX = 1_000;

  private final PushWiring wiring;
  private final WebhookRoutes webhooks;
  private final Ulids ulids;

  DeliveryRoutes(PushWiring wiring, WebhookRoutes webhooks) {
    this.wiring = wiring;
    this.webhooks = webhooks;
    this.ulids = new Ulids(wiring.clock(), wiring.random());
  }

  /// What an endpoint said to an event that is only a test.
  ///
  /// @param delivered whether it was a status of 2xx
  record Tested(
      boolean delivered, @Nullable Integer httpStatus, @Nullable String error, long tookMs) {}

  /// `POST /v1/webhooks/{webhookId}/test`: sends an event that is in no log, and waits for what the
  /// endpoint says. A paused webhook is tested as well.
  HttpResponse test(HttpRequest request) {
    ApiKey key = wiring.access().authenticate(request, Scope.WEBHOOKS_WRITE);
    Webhook webhook = webhooks.webhook(request, key);
    Instant now = Instant.ofEpochMilli(wiring.clock().millis());
    var event =
        new EventView(
            0,
            EventId.PREFIX + ulids.next(),
            "webhook.test",
            now.toEpochMilli(),
            now,
            now,
            null,
            Map.of("webhookId", webhook.id().value()));
    Endpoint.Response response = wiring.courier().take(webhook, event, now);
    return HttpResponse.json(
        200,
        new Tested(
            response.taken(),
            response.status() == 0 ? null : response.status(),
            response.error().isEmpty() ? null : response.error(),
            response.took().toMillis()));
  }

  /// `GET /v1/webhooks/{webhookId}/deliveries`, the newest first.
  HttpResponse list(HttpRequest request) {
    ApiKey key = wiring.access().authenticate(request, Scope.WEBHOOKS_WRITE);
    Webhook webhook = webhooks.webhook(request, key);
    int limit = request.limit(LIMIT_DEFAULT, LIMIT_MAX);
    Optional<Delivery.Outcome> status = request.query("status").map(DeliveryRoutes::outcome);
    String query =
        String.join(
            "\0",
            "deliveries",
            key.tenant().value(),
            webhook.id().value(),
            status.map(Enum::name).orElse(""));
    Optional<DeliveryId> before =
        request.query("cursor").map(cursor -> place(Cursor.open(cursor, query)));
    var found = new ArrayList<Delivery>();
    boolean more = true;
    for (int looked = 0; more && looked < LOOKED_AT_MAX && found.size() < limit; ) {
      List<Delivery> page = wiring.deliveries().list(webhook.id(), before, limit);
      more = page.size() == limit;
      looked += page.size();
      for (Delivery delivery : page) {
        if (found.size() == limit) {
          more = true;
          break;
        }
        before = Optional.of(delivery.id());
        if (status.isEmpty() || delivery.outcome() == status.get()) {
          found.add(delivery);
        }
      }
    }
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("items", found.stream().map(DeliveryView::of).toList());
    body.put(
        "nextCursor",
        more ? before.map(last -> Cursor.seal(last.value(), query)).orElse(null) : null);
    return HttpResponse.json(200, body);
  }

  private static DeliveryId place(String place) {
    if (!DeliveryId.hasShape(place)) {
      throw Problem.invalidField("cursor", "is a nextCursor of this very query").asException();
    }
    return new DeliveryId(place);
  }

  private static Delivery.Outcome outcome(String word) {
    for (Delivery.Outcome outcome : Delivery.Outcome.values()) {
      if (outcome.name().toLowerCase(Locale.ROOT).equals(word)) {
        return outcome;
      }
    }
    throw Problem.invalidField("status", "is delivered, failed or dead").asException();
  }

  /// `POST /v1/webhooks/{webhookId}/deliveries/{deliveryId}/replay`: its event goes out once more.
  HttpResponse replayOne(HttpRequest request) {
    ApiKey key = wiring.access().authenticate(request, Scope.WEBHOOKS_WRITE);
    Webhook webhook = webhooks.webhook(request, key);
    Delivery delivery =
        Optional.of(request.param("deliveryId"))
            .filter(DeliveryId::hasShape)
            .flatMap(id -> wiring.deliveries().find(webhook.id(), new DeliveryId(id)))
            .orElseThrow(() ->
                Problem.of(ProblemCode.NOT_FOUND, "This webhook has no delivery with that id.")
                    .asException());
    request.note("identity", wiring.owners().name(delivery.identity()));
    return replay(key, webhook, delivery.identity(), delivery.seq(), delivery.seq());
  }

  /// `POST /v1/webhooks/{webhookId}/replay`: events of an identity go out once more, in their
  /// order, as far as the webhook wants their types.
  HttpResponse replayRange(HttpRequest request) {
    ApiKey key = wiring.access().authenticate(request, Scope.WEBHOOKS_WRITE);
    ReplayRequest body = request.json(ReplayRequest.class);
    Webhook webhook = webhooks.webhook(request, key);
    IdentityId identity = webhooks.identity(key, String.valueOf(body.identity()));
    request.note("identity", wiring.owners().name(identity));
    if (webhook.since(identity).isEmpty()) {
      throw Problem.invalidField("identity", "is one the webhook hears of").asException();
    }
    return replay(key, webhook, identity, body.from(), body.to());
  }

  private HttpResponse replay(
      ApiKey key, Webhook webhook, IdentityId identity, long from, long to) {
    if (webhook.pause() != null) {
      throw Problem.of(ProblemCode.CONFLICT, "The webhook is paused, so nothing is sent to it.")
          .withFix("Send PATCH /v1/webhooks/" + webhook.id() + " {\"status\": \"active\"} first.")
          .asException();
    }
    long head = wiring.events().head(identity);
    if (from > head) {
      throw Problem.invalidField("fromSeq", "is beyond the end of the log, which is " + head)
          .asException();
    }
    var message =
        new PushMessage.Replay(key.tenant(), webhook.id(), identity, from, Math.min(to, head));
    if (!wiring.queue().send(List.of(message), Duration.ZERO).isEmpty()) {
      throw Problem.of(ProblemCode.UNAVAILABLE, "The queue did not take it.").asException();
    }
    return HttpResponse.json(
        ACCEPTED, Map.of("status", "queued", "fromSeq", from, "toSeq", Math.min(to, head)));
  }
}
