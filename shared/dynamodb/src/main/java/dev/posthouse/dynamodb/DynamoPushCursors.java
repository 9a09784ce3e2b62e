package dev.posthouse.dynamodb;

import dev.posthouse.domain.event.EventLog;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.webhook.PushCursor;
import dev.posthouse.domain.webhook.PushCursors;
import dev.posthouse.domain.webhook.WebhookId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The [PushCursors] in DynamoDB: an item for each webhook and identity, written twice in each run.
public final class DynamoPushCursors implements PushCursors {
  /// A cursor that nobody moved for that long points at events that are gone.
  private static final Duration KEPT = EventLog.RETENTION.plusDays(30);

  private final Table table;

  public DynamoPushCursors(Table table) {
    this.table = table;
  }

  @Override
  public Optional<PushCursor> find(WebhookId webhook, IdentityId identity) {
    return table
        .get(Key.pushCursor(webhook, identity))
        .map(item ->
            new PushCursor(
                webhook,
                identity,
                Attributes.instant(item, "since"),
                Attributes.number(item, "seq"),
                Attributes.integer(item, "failures", 0),
                Attributes.instantOrNull(item, "failingSince"),
                Attributes.instantOrNull(item, "restsUntil"),
                Attributes.optionalString(item, "carrier").orElse(null),
                Attributes.instantOrNull(item, "leaseUntil"),
                Attributes.number(item, "version")));
  }

  @Override
  public boolean replace(PushCursor before, PushCursor after) {
    Instant moved = after.restsUntil() != null ? after.restsUntil() : after.leaseUntil();
    Expression expression =
        new Expression()
            .set(Item.KIND, "pushCursor")
            .set("since", after.since())
            .set("seq", after.seq())
            .set("failures", after.failures())
            .setOrRemove("failingSince", moment(after.failingSince()))
            .setOrRemove("restsUntil", moment(after.restsUntil()))
            .setOrRemove(
                "carrier", after.carrier() == null ? null : AttributeValue.fromS(after.carrier()))
            .setOrRemove("leaseUntil", moment(after.leaseUntil()))
            .set("version", after.version());
    if (moved != null) {
      expression.set(Item.EXPIRES_AT, moved.plus(KEPT).getEpochSecond());
    }
    if (before.version() == 0) {
      expression.ifAbsent("version");
    } else {
      expression.ifEquals("version", before.version());
    }
    return table.update(Key.pushCursor(before.webhook(), before.identity()), expression)
        instanceof Table.Updated.Done;
  }

  private static @Nullable AttributeValue moment(@Nullable Instant at) {
    return at == null ? null : Item.number(at.toEpochMilli());
  }
}
