package dev.posthouse.dynamodb;

import dev.posthouse.domain.identity.Handle;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.identity.Term;
import dev.posthouse.domain.purse.Credits;
import dev.posthouse.domain.tenant.TenantId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// How long an identity's tier is paid for, as an item.
public final class TermItem {
  /// What its [Item#KIND] says.
  public static final String KIND = "term";

  private static final String VERSION = "version";
  private static final String STOPPED = "stopped";
  private static final String DUE_TIER = "dueTier";
  private static final String DUE_CREDITS = "dueCredits";
  private static final String DUE_SINCE = "dueSince";
  private static final String SUSPENDED_AT = "suspendedAt";
  private static final String GRACE_UNTIL = "graceUntil";

  private TermItem() {}

  /// The term that an item, or a stream's image of one, holds.
  public static Term read(Map<String, AttributeValue> item) {
    return new Term(
        new IdentityId(Attributes.string(item, "identity")),
        new TenantId(Attributes.string(item, "tenant")),
        new Handle(Attributes.string(item, "handle")),
        Attributes.number(item, VERSION),
        Attributes.instant(item, "paidUntil"),
        new Credits(Attributes.number(item, "price")),
        Attributes.optionalString(item, DUE_TIER)
            .map(tier ->
                new Term.Due(
                    tier,
                    new Credits(Attributes.number(item, DUE_CREDITS)),
                    Attributes.instant(item, DUE_SINCE),
                    Attributes.instant(item, SUSPENDED_AT))),
        Optional.ofNullable(Attributes.instantOrNull(item, GRACE_UNTIL)),
        item.containsKey(STOPPED)
            ? Optional.of(Attributes.constant(item, STOPPED, IdentityState.class))
            : Optional.empty());
  }

  /// The next version, if it is still the one before.
  static Expression change(Term before, Term after) {
    Term.@Nullable Due due = after.due().orElse(null);
    Expression expression =
        new Expression()
            .set(Item.KIND, KIND)
            .set("identity", after.identity().value())
            .set("tenant", after.tenant().value())
            .set("handle", after.handle().value())
            .set(VERSION, after.version())
            .set("paidUntil", after.paidUntil())
            .set("price", after.price().count())
            .setOrRemove(DUE_TIER, due == null ? null : AttributeValue.fromS(due.tierName()))
            .setOrRemove(DUE_CREDITS, due == null ? null : Item.number(due.credits().count()))
            .setOrRemove(DUE_SINCE, due == null ? null : moment(due.since()))
            .setOrRemove(SUSPENDED_AT, due == null ? null : moment(due.suspendedAt()))
            .setOrRemove(GRACE_UNTIL, after.graceUntil().map(TermItem::moment).orElse(null))
            .setOrRemove(
                STOPPED, after.stopped().map(Item::wire).map(AttributeValue::fromS).orElse(null));
    return before.version() == 0
        ? expression.ifAbsent(Key.PK)
        : expression.ifEquals(VERSION, before.version());
  }

  private static AttributeValue moment(Instant at) {
    return Item.number(at.toEpochMilli());
  }
}
