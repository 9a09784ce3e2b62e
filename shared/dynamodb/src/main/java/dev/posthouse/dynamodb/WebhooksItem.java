package dev.posthouse.dynamodb;

import dev.posthouse.domain.event.EventType;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.tenant.TenantId;
import dev.posthouse.domain.webhook.Webhook;
import dev.posthouse.domain.webhook.WebhookBook;
import dev.posthouse.domain.webhook.WebhookId;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// All webhooks of a tenant in one item: they are few, and whoever looks for one wants to know of
/// all. Their secrets are not in it.
final class WebhooksItem {
  static final String KIND = "webhooks";
  static final String REVISION = "revision";
  static final String WEBHOOKS = "webhooks";

  private WebhooksItem() {}

  /// Null if there are none: what is empty is left out.
  static @Nullable AttributeValue write(List<Webhook> webhooks) {
    return webhooks.isEmpty()
        ? null
        : AttributeValue.fromL(
            webhooks.stream().map(webhook -> AttributeValue.fromM(write(webhook))).toList());
  }

  private static Map<String, AttributeValue> write(Webhook webhook) {
    var map = new HashMap<String, AttributeValue>();
    map.put("id", AttributeValue.fromS(webhook.id().value()));
    map.put("url", AttributeValue.fromS(webhook.url().toString()));
    if (!webhook.description().isEmpty()) {
      map.put("description", AttributeValue.fromS(webhook.description()));
    }
    if (!webhook.types().isEmpty()) {
      map.put("types", Item.list(webhook.types().stream().map(EventType::wire).sorted().toList()));
    }
    if (!webhook.identities().isEmpty()) {
      map.put("identities", AttributeValue.fromM(identities(webhook)));
    }
    map.put("since", moment(webhook.since()));
    if (webhook.pause() != null) {
      map.put("pause", AttributeValue.fromS(Item.wire(webhook.pause())));
    }
    map.put("generation", Item.number(webhook.generation()));
    if (webhook.rotatedAt() != null) {
      map.put("rotatedAt", moment(webhook.rotatedAt()));
    }
    map.put("fingerprint", AttributeValue.fromS(webhook.fingerprint()));
    map.put("createdAt", moment(webhook.createdAt()));
    return map;
  }

  private static Map<String, AttributeValue> identities(Webhook webhook) {
    var map = new HashMap<String, AttributeValue>();
    webhook.identities().forEach((identity, since) -> map.put(identity.value(), moment(since)));
    return map;
  }

  private static AttributeValue moment(Instant at) {
    return Item.number(at.toEpochMilli());
  }

  static WebhookBook read(TenantId tenant, Map<String, AttributeValue> item) {
    return new WebhookBook(
        tenant,
        item.containsKey(WEBHOOKS)
            ? Attributes.list(item, WEBHOOKS).stream().map(value -> read(value.m())).toList()
            : List.of(),
        Attributes.number(item, REVISION));
  }

  private static Webhook read(Map<String, AttributeValue> map) {
    var identities = new HashMap<IdentityId, Instant>();
    map.getOrDefault("identities", AttributeValue.fromM(Map.of()))
        .m()
        .forEach((id, since) ->
            identities.put(new IdentityId(id), Instant.ofEpochMilli(Long.parseLong(since.n()))));
    return new Webhook(
        new WebhookId(Attributes.string(map, "id")),
        URI.create(Attributes.string(map, "url")),
        Attributes.optionalString(map, "description").orElse(""),
        Attributes.strings(map, "types").stream()
            .map(type -> EventType.ofWire(type).orElseThrow())
            .collect(Collectors.toUnmodifiableSet()),
        identities,
        Attributes.instant(map, "since"),
        Attributes.optionalString(map, "pause")
            .map(word -> Webhook.Pause.valueOf(word.toUpperCase(Locale.ROOT)))
            .orElse(null),
        (int) Attributes.number(map, "generation"),
        Attributes.instantOrNull(map, "rotatedAt"),
        Attributes.string(map, "fingerprint"),
        Attributes.instant(map, "createdAt"));
  }
}
