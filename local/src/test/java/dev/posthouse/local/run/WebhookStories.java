package dev.posthouse.local.run;

import dev.posthouse.local.run.LocalSystem.Answer;
import dev.posthouse.testbed.Operation;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Webhooks and what they were sent.
final class WebhookStories extends Stories {
  private static final String NOBODYS =
      "{\"url\":\"https://hooks.example.com/\",\"identities\":[\"nobody@example.com\"]}";

  WebhookStories(ApiWorld world) {
    super(world);
    told("POST /v1/webhooks", 404, () -> system.post("/v1/webhooks", world.key, NOBODYS));
    told("POST /v1/webhooks", 409, this::anotherUnderTheSameKey);
    told(
        "POST /v1/webhooks/{webhookId}/replay",
        409,
        () ->
            system.post(
                "/v1/webhooks/" + paused(world.webhook(world.handle)) + "/replay",
                world.key,
                "{\"identity\":\"%s\",\"fromSeq\":1,\"toSeq\":1}".formatted(world.handle)));
    told("POST /v1/webhooks/{webhookId}/deliveries/{deliveryId}/replay", 409, this::toOnePaused);
  }

  private Answer anotherUnderTheSameKey() {
    String key = world.unique("hook-");
    String body = "{\"url\":\"http://127.0.0.1:1/%s\"}";
    String hooks = "/v1/webhooks";
    Answer made = system.post(hooks, world.key, body.formatted("one"), "idempotency-key", key);
    LocalSystem.expect(201, made);
    Answer other = system.post(hooks, world.key, body.formatted("two"), "idempotency-key", key);
    // Whoever hears of everything would be told of all that follows.
    String path = hooks + "/" + id(made.body(), "id");
    LocalSystem.expect(204, system.call("DELETE", path, world.key, ""));
    return other;
  }

  private Answer toOnePaused() {
    Map<String, String> delivery = world.delivery();
    paused(delivery.get("webhookId"));
    Operation replay = operation("POST /v1/webhooks/{webhookId}/deliveries/{deliveryId}/replay");
    return system.post(world.path(replay, delivery), world.key, "");
  }

  private String paused(@Nullable String webhook) {
    String path = "/v1/webhooks/" + webhook;
    LocalSystem.expect(200, system.call("PATCH", path, world.key, "{\"status\":\"paused\"}"));
    return String.valueOf(webhook);
  }
}
