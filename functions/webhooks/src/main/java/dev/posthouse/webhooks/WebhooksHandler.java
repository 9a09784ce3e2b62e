package dev.posthouse.webhooks;

import dev.posthouse.lambda.HttpFunction;
import dev.posthouse.lambda.Platform;
import dev.posthouse.lambda.SdkFaults;

/// A tenant's webhooks.
public final class WebhooksHandler extends HttpFunction {
  /// For Lambda: runs once per environment, before the SnapStart snapshot.
  public WebhooksHandler() {
    this(Platform.lambda());
  }

  /// Wires the function on the given platform.
  public WebhooksHandler(Platform platform) {
    this(platform, PushWiring.of(platform));
  }

  WebhooksHandler(Platform platform, PushWiring wiring) {
    super(platform, SdkFaults::classify);
    var webhooks = new WebhookRoutes(wiring);
    var deliveries = new DeliveryRoutes(wiring, webhooks);
    route("GET /v1/webhooks", webhooks::list);
    route("POST /v1/webhooks", webhooks::create);
    route("GET /v1/webhooks/{webhookId}", webhooks::show);
    route("PATCH /v1/webhooks/{webhookId}", webhooks::change);
    route("DELETE /v1/webhooks/{webhookId}", webhooks::delete);
    route("POST /v1/webhooks/{webhookId}/rotate", webhooks::rotate);
    route("POST /v1/webhooks/{webhookId}/test", deliveries::test);
    route("GET /v1/webhooks/{webhookId}/deliveries", deliveries::list);
    route("POST /v1/webhooks/{webhookId}/deliveries/{deliveryId}/replay", deliveries::replayOne);
    route("POST /v1/webhooks/{webhookId}/replay", deliveries::replayRange);
  }
}
