package dev.posthouse.sqs;

import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.tenant.TenantId;
import dev.posthouse.domain.webhook.PushMessage;
import dev.posthouse.domain.webhook.WebhookId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Messages as texts.
public final class PushMessages {
  private static final JsonMapper JSON = new JsonMapper();

  private PushMessages() {}

  static String write(PushMessage message) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("tenant", message.tenant().value());
    fields.put("webhook", message.webhook().value());
    switch (message) {
      case PushMessage.Wake wake -> {
        fields.put("identity", wake.identity().value());
        fields.put("seq", wake.seq());
      }
      case PushMessage.WakeAll _ -> fields.put("all", true);
      case PushMessage.Replay replay -> {
        fields.put("identity", replay.identity().value());
        fields.put("fromSeq", replay.fromSeq());
        fields.put("toSeq", replay.toSeq());
      }
    }
    return JSON.writeValueAsString(fields);
  }

  /// The message in a text; empty if there is none.
  public static Optional<PushMessage> read(String text) {
    try {
      JsonNode fields = JSON.readTree(text);
      var tenant = new TenantId(fields.path("tenant").asString(""));
      var webhook = new WebhookId(fields.path("webhook").asString(""));
      if (fields.path("all").asBoolean(false)) {
        return Optional.of(new PushMessage.WakeAll(tenant, webhook));
      }
      var identity = new IdentityId(fields.path("identity").asString(""));
      return Optional.of(
          fields.has("fromSeq")
              ? new PushMessage.Replay(
                  tenant,
                  webhook,
                  identity,
                  fields.path("fromSeq").asLong(),
                  fields.path("toSeq").asLong())
              : new PushMessage.Wake(tenant, webhook, identity, fields.path("seq").asLong()));
    } catch (JacksonException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
