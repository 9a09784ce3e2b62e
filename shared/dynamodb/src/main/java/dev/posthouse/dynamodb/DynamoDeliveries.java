package dev.posthouse.dynamodb;

import dev.posthouse.domain.event.EventId;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.webhook.Deliveries;
import dev.posthouse.domain.webhook.Delivery;
import dev.posthouse.domain.webhook.DeliveryId;
import dev.posthouse.domain.webhook.WebhookId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/// The [Deliveries] in DynamoDB: the attempts of one run are one item, so that a unit holds about
/// ten of them.
public final class DynamoDeliveries implements Deliveries {
  private static final String ATTEMPTS = "attempts";

  private final Table table;

  public DynamoDeliveries(Table table) {
    this.table = table;
  }

  @Override
  public void add(WebhookId webhook, List<Delivery> run) {
    Delivery first = run.getFirst();
    Map<String, AttributeValue> item =
        Item.at(Key.deliveries(webhook, first.id().run()), "deliveries")
            .expiring(first.at().plus(Delivery.RETENTION))
            .build();
    item.put(
        ATTEMPTS,
        AttributeValue.fromL(run.stream().map(each -> AttributeValue.fromM(write(each))).toList()));
    table.client().putItem(put -> put.tableName(table.name()).item(item));
  }

  private static Map<String, AttributeValue> write(Delivery delivery) {
    var map = new HashMap<String, AttributeValue>();
    map.put("id", AttributeValue.fromS(delivery.id().value()));
    map.put("identity", AttributeValue.fromS(delivery.identity().value()));
    map.put("seq", Item.number(delivery.seq()));
    map.put("event", AttributeValue.fromS(delivery.event().value()));
    map.put("type", AttributeValue.fromS(delivery.type()));
    map.put("outcome", AttributeValue.fromS(Item.wire(delivery.outcome())));
    map.put("attempt", Item.number(delivery.attempt()));
    map.put("status", Item.number(delivery.status()));
    if (!delivery.error().isEmpty()) {
      map.put("error", AttributeValue.fromS(delivery.error()));
    }
    map.put("ms", Item.number(delivery.took().toMillis()));
    map.put("at", Item.number(delivery.at().toEpochMilli()));
    return map;
  }

  private static Delivery read(Map<String, AttributeValue> map) {
    return new Delivery(
        new DeliveryId(Attributes.string(map, "id")),
        new IdentityId(Attributes.string(map, "identity")),
        Attributes.number(map, "seq"),
        new EventId(Attributes.string(map, "event")),
        Attributes.string(map, "type"),
        Delivery.Outcome.valueOf(Attributes.string(map, "outcome").toUpperCase(Locale.ROOT)),
        (int) Attributes.number(map, "attempt"),
        (int) Attributes.number(map, "status"),
        Attributes.optionalString(map, "error").orElse(""),
        Duration.ofMillis(Attributes.number(map, "ms")),
        Instant.ofEpochMilli(Attributes.number(map, "at")));
  }

  private static List<Delivery> run(Map<String, AttributeValue> item) {
    return Attributes.list(item, ATTEMPTS).stream().map(value -> read(value.m())).toList();
  }

  @Override
  public Optional<Delivery> find(WebhookId webhook, DeliveryId id) {
    return table.get(Key.deliveries(webhook, id.run())).stream()
        .flatMap(item -> run(item).stream())
        .filter(delivery -> delivery.id().equals(id))
        .findFirst();
  }

  @Override
  public List<Delivery> list(WebhookId webhook, Optional<DeliveryId> before, int limit) {
    var found = new ArrayList<Delivery>();
    String last = before.map(DeliveryId::run).orElse("~");
    QueryRequest query =
        QueryRequest.builder()
            .tableName(table.name())
            .keyConditionExpression("pk = :pk AND sk BETWEEN :from AND :to")
            .expressionAttributeValues(
                Map.of(
                    ":pk", AttributeValue.fromS(Key.deliveries(webhook, "").pk()),
                    ":from", AttributeValue.fromS(Key.deliveriesPrefix()),
                    ":to", AttributeValue.fromS(Key.deliveries(webhook, last).sk())))
            .scanIndexForward(false)
            // An item holds at least one; a page too many costs more than a page too few.
            .limit(limit)
            .build();
    for (Map<String, AttributeValue> item : table.client().queryPaginator(query).items()) {
      for (Delivery delivery : run(item).reversed()) {
        if (before.isEmpty() || delivery.id().value().compareTo(before.get().value()) < 0) {
          found.add(delivery);
          if (found.size() == limit) {
            return found;
          }
        }
      }
    }
    return found;
  }
}
