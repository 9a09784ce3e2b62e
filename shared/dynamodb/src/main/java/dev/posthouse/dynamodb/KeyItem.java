package dev.posthouse.dynamodb;

import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.tenant.ApiKey;
import dev.posthouse.domain.tenant.KeyBudget;
import dev.posthouse.domain.tenant.KeyId;
import dev.posthouse.domain.tenant.KeyLimits;
import dev.posthouse.domain.tenant.KeyRing;
import dev.posthouse.domain.tenant.KeyRing.Secret;
import dev.posthouse.domain.tenant.KeySecret;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.domain.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// A key as items: one per secret, found by the secret's hash, and its ring, found by tenant and
/// id. Each of them says all that is known of the key, so that who calls is told by one read.
final class KeyItem {
  static final String REVISION = "revision";
  static final String SECRETS = "secrets";

  /// How long what has ended is told from what never was.
  static final Duration KEPT_AFTER_END = Duration.ofDays(30);

  private static final String NOTHING = "-";

  private KeyItem() {}

  /// Puts a new key's items, unless the tenant has, or had, a key with that id.
  ///
  /// @return the write of the ring
  static Transaction.Write putNew(Transaction transaction, ApiKey key, KeySecret secret) {
    KeyRing ring = KeyRing.first(key, secret);
    transaction.putIfAbsent(secret(ring, ring.secrets().getFirst()));
    return transaction.putIfAbsent(ring(ring));
  }

  /// The item a bearer is known by.
  static Map<String, AttributeValue> secret(KeyRing ring, Secret secret) {
    ApiKey key = ring.with(secret);
    return claims(Item.at(Key.apiKey(secret.hash()), "key"), key)
        .expiring(kept(key.expiresAt()))
        .build();
  }

  private static Map<String, AttributeValue> ring(KeyRing ring) {
    ApiKey key = ring.key();
    return claims(Item.at(Key.tenantKey(key.tenant(), key.id()), "tenantKey"), key)
        .with(REVISION, ring.revision())
        .with(SECRETS, lines(ring))
        .expiring(kept(end(ring)))
        .build();
  }

  /// The change of a ring from one revision to the next.
  ///
  /// @param now when; a ring without secrets is kept for a while from then on
  static Expression change(KeyRing before, KeyRing after, Instant now) {
    Instant kept = after.revoked() ? now.plus(KEPT_AFTER_END) : kept(end(after));
    return new Expression()
        .set(REVISION, after.revision())
        .set(SECRETS, Item.list(lines(after)))
        .setOrRemove(Item.EXPIRES_AT, kept == null ? null : Item.number(kept.getEpochSecond()))
        .ifEquals(REVISION, before.revision());
  }

  private static @Nullable Instant kept(@Nullable Instant end) {
    return end == null ? null : end.plus(KEPT_AFTER_END);
  }

  /// When the last secret ends; null if one never does.
  private static @Nullable Instant end(KeyRing ring) {
    return ring.secrets().stream().anyMatch(secret -> secret.expiresAt() == null)
        ? null
        : ring.secrets().stream()
            .flatMap(secret -> Optional.ofNullable(secret.expiresAt()).stream())
            .max(Comparator.naturalOrder())
            .orElse(null);
  }

  private static Item claims(Item item, ApiKey key) {
    KeyLimits limits = key.limits();
    item.with("keyId", key.id().value())
        .with("tenant", key.tenant().value())
        .with("name", key.name())
        .with("hint", key.hint())
        .with("scopes", key.scopes().stream().map(Scope::wire).sorted().toList())
        .with("identities", limits.identities().stream().map(IdentityId::value).sorted().toList())
        .with("recipientDomains", limits.recipientDomains().stream().sorted().toList())
        .with("mailbox", limits.mailbox().map(IdentityId::value).orElse(null))
        .flag("test", limits.test())
        .with("createdAt", key.createdAt())
        .with("endsAt", key.expiresAt());
    limits
        .budget()
        .ifPresent(budget -> {
          item.with("budgetPot", budget.pot().value());
          budget.sendsPerDay().ifPresent(count -> item.with("sendsPerDay", count));
          budget.newRecipientsPerDay().ifPresent(count -> item.with("newRecipientsPerDay", count));
        });
    return item;
  }

  /// The key, as its own item or the ring's says.
  static ApiKey readKey(Map<String, AttributeValue> item) {
    Set<Scope> scopes =
        Attributes.strings(item, "scopes").stream()
            .flatMap(scope -> Scope.ofWire(scope).stream())
            .collect(Collectors.toUnmodifiableSet());
    return new ApiKey(
        new KeyId(Attributes.string(item, "keyId")),
        new TenantId(Attributes.string(item, "tenant")),
        Attributes.string(item, "name"),
        Attributes.string(item, "hint"),
        scopes,
        readLimits(item),
        Attributes.instant(item, "createdAt"),
        Attributes.instantOrNull(item, "endsAt"));
  }

  private static KeyLimits readLimits(Map<String, AttributeValue> item) {
    return new KeyLimits(
        Attributes.strings(item, "identities").stream()
            .map(IdentityId::new)
            .collect(Collectors.toUnmodifiableSet()),
        Set.copyOf(Attributes.strings(item, "recipientDomains")),
        Attributes.optionalString(item, "budgetPot")
            .map(pot ->
                new KeyBudget(
                    count(item, "sendsPerDay"),
                    count(item, "newRecipientsPerDay"),
                    new KeyId(pot))),
        Attributes.optionalString(item, "mailbox").map(IdentityId::new),
        Attributes.flag(item, "test"));
  }

  private static OptionalInt count(Map<String, AttributeValue> item, String name) {
    return item.containsKey(name)
        ? OptionalInt.of(Attributes.integer(item, name, 0))
        : OptionalInt.empty();
  }

  static KeyRing readRing(Map<String, AttributeValue> item) {
    return new KeyRing(
        readKey(item),
        Attributes.strings(item, SECRETS).stream().map(KeyItem::readLine).toList(),
        Attributes.number(item, REVISION));
  }

  private static List<String> lines(KeyRing ring) {
    return ring.secrets().stream().map(KeyItem::line).toList();
  }

  private static String line(Secret secret) {
    Instant end = secret.expiresAt();
    return String.join(
        " ",
        secret.hash(),
        secret.hint(),
        end == null ? NOTHING : Long.toString(end.toEpochMilli()),
        secret.request().map(KeyRing.Request::key).orElse(NOTHING),
        secret.request().map(KeyRing.Request::fingerprint).orElse(NOTHING));
  }

  private static Secret readLine(String line) {
    String[] words = line.split(" ", -1);
    return new Secret(
        words[0],
        words[1],
        words[2].equals(NOTHING) ? null : Instant.ofEpochMilli(Long.parseLong(words[2])),
        words[3].equals(NOTHING)
            ? Optional.empty()
            : Optional.of(new KeyRing.Request(words[3], words[4])));
  }
}
