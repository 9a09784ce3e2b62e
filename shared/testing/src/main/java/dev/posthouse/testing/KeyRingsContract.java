package dev.posthouse.testing;

import static dev.posthouse.testing.Fixtures.NOW;
import static dev.posthouse.testing.Fixtures.key;
import static dev.posthouse.testing.Fixtures.secret;
import static dev.posthouse.testing.Fixtures.tenant;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.tenant.ApiKey;
import dev.posthouse.domain.tenant.KeyBudget;
import dev.posthouse.domain.tenant.KeyLimits;
import dev.posthouse.domain.tenant.KeyRing;
import dev.posthouse.domain.tenant.KeyRing.Rotation;
import dev.posthouse.domain.tenant.KeyRings;
import dev.posthouse.domain.tenant.KeySecret;
import dev.posthouse.domain.tenant.Tenant;
import dev.posthouse.domain.tenant.TenantId;
import dev.posthouse.domain.tenant.Tenants.KeyAddition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What every [KeyRings] promises: the secrets of a ring work, and no others.
public interface KeyRingsContract extends StoreContract {
  KeyRings keyRings();

  @Test
  default void aKeyWithAllLimitsIsReadAsItWasMade() {
    TenantId tenant = newTenant();
    KeySecret secret = KeySecret.parse(secret().reveal()).orElseThrow();
    ApiKey plain = key(tenant, secret);
    IdentityId one = Fixtures.identityId();
    IdentityId other = Fixtures.identityId();
    var limits =
        new KeyLimits(
            Set.of(one, other),
            Set.of("example.com", "xn--bcher-kva.example"),
            Optional.of(new KeyBudget(OptionalInt.of(0), OptionalInt.empty(), plain.id())),
            Optional.empty(),
            true);
    ApiKey key = with(plain, limits, NOW.plusSeconds(60));
    assertThat(ports().tenants().addKey(key, secret)).isEqualTo(new KeyAddition.Added());

    assertThat(ports().tenants().key(secret)).contains(key);
    assertThat(keyRings().find(tenant, key.id())).contains(KeyRing.first(key, secret));
  }

  @Test
  default void theTokenOfAMailboxIsReadAsItWasMade() {
    TenantId tenant = newTenant();
    KeySecret secret = secret();
    ApiKey token = with(key(tenant, secret), KeyLimits.of(Fixtures.identityId()), NOW);
    ports().tenants().addKey(token, secret);

    assertThat(ports().tenants().key(secret)).contains(token);
  }

  @Test
  default void whatIsNotThereIsNotFound() {
    KeySecret secret = secret();
    ApiKey key = key(newTenant(), secret);

    assertThat(keyRings().find(key.tenant(), key.id())).isEmpty();
    assertThat(keyRings().replace(ring(key, secret), ring(key, secret).withoutAll(), NOW))
        .isFalse();
    assertThat(keyRings().find(key.tenant(), key.id())).isEmpty();
    assertThat(keyRings().list(key.tenant(), Optional.empty(), 10)).isEmpty();
  }

  @Test
  default void afterARotationBothSecretsAreKnownAndTheOldOneWithItsEnd() {
    KeySecret old = secret();
    KeyRing before = added(old);
    KeySecret fresh = secret();

    Rotation.Rotated rotated = rotated(before, old, fresh);
    assertThat(keyRings().replace(before, rotated.ring(), NOW)).isTrue();

    assertThat(keyRings().find(before.key().tenant(), before.key().id())).contains(rotated.ring());
    assertThat(ports().tenants().key(fresh)).contains(rotated.key());
    assertThat(ports().tenants().key(old).map(ApiKey::expiresAt)).contains(rotated.oldEnd());
  }

  @Test
  default void aSecretTakenFromTheRingIsUnknown() {
    KeySecret old = secret();
    KeyRing before = added(old);
    KeySecret fresh = secret();
    KeyRing both = rotated(before, old, fresh).ring();
    keyRings().replace(before, both, NOW);

    KeyRing without = both.without(old.hash()).orElseThrow();
    assertThat(keyRings().replace(both, without, NOW)).isTrue();

    assertThat(ports().tenants().key(old)).isEmpty();
    assertThat(ports().tenants().key(fresh)).isPresent();
  }

  @Test
  default void aRevokedKeyHasNoSecretAndIsNotListedButItsIdIsNotGivenAgain() {
    KeySecret secret = secret();
    KeyRing before = added(secret);

    assertThat(keyRings().replace(before, before.withoutAll(), NOW)).isTrue();

    assertThat(ports().tenants().key(secret)).isEmpty();
    assertThat(keyRings().list(before.key().tenant(), Optional.empty(), 10)).isEmpty();
    assertThat(keyRings().find(before.key().tenant(), before.key().id()))
        .contains(before.withoutAll());
    KeySecret another = secret();
    assertThat(ports().tenants().addKey(before.key(), another))
        .isEqualTo(new KeyAddition.AlreadyThere(before.key()));
    assertThat(ports().tenants().key(another)).isEmpty();
  }

  @Test
  default void aRotationDecidedBeforeARevocationIsNotWritten() {
    KeySecret old = secret();
    KeyRing before = added(old);
    KeySecret fresh = secret();
    KeyRing rotated = rotated(before, old, fresh).ring();
    assertThat(keyRings().replace(before, before.without(old.hash()).orElseThrow(), NOW)).isTrue();

    assertThat(keyRings().replace(before, rotated, NOW)).isFalse();

    assertThat(ports().tenants().key(old)).isEmpty();
    assertThat(ports().tenants().key(fresh)).isEmpty();
  }

  @Test
  default void ofManyChangesAtOnceOneIsMade() {
    KeySecret old = secret();
    KeyRing before = added(old);

    List<Boolean> made =
        Race.run(
            8,
            number -> () -> keyRings().replace(before, rotated(before, old, secret()).ring(), NOW));

    assertThat(made).containsOnlyOnce(true);
  }

  @Test
  default void theKeysOfATenantAreListedByIdPageByPageWithoutTheRevoked() {
    TenantId tenant = newTenant();
    var expected = new ArrayList<>(keyRings().list(tenant, Optional.empty(), 10));
    for (int i = 0; i < 7; i++) {
      KeySecret secret = secret();
      ApiKey key = key(tenant, secret);
      ports().tenants().addKey(key, secret);
      KeyRing ring = KeyRing.first(key, secret);
      if (i % 3 == 0) {
        keyRings().replace(ring, ring.withoutAll(), NOW);
      } else {
        expected.add(ring);
      }
    }
    expected.sort((a, b) -> a.key().id().value().compareTo(b.key().id().value()));

    var listed = new ArrayList<KeyRing>();
    for (int i = 0; i < 3; i++) {
      listed.addAll(
          keyRings()
              .list(
                  tenant,
                  listed.isEmpty() ? Optional.empty() : Optional.of(listed.getLast().key().id()),
                  2));
    }

    assertThat(listed).containsExactlyElementsOf(expected);
  }

  private static KeyRing ring(ApiKey key, KeySecret secret) {
    return KeyRing.first(key, secret);
  }

  private static Rotation.Rotated rotated(KeyRing ring, KeySecret old, KeySecret fresh) {
    var request = Optional.of(new KeyRing.Request("key", "body"));
    Rotation rotation = ring.rotate(old.hash(), fresh, Duration.ofMinutes(5), request, NOW);
    return (Rotation.Rotated) rotation;
  }

  /// The ring of a key that is stored.
  private KeyRing added(KeySecret secret) {
    ApiKey key = key(newTenant(), secret);
    assertThat(ports().tenants().addKey(key, secret)).isEqualTo(new KeyAddition.Added());
    return KeyRing.first(key, secret);
  }

  /// A tenant whose first key is revoked.
  private TenantId newTenant() {
    Tenant tenant = tenant();
    KeySecret secret = secret();
    ApiKey key = key(tenant.id(), secret);
    ports().tenants().create(tenant, key, secret);
    KeyRing ring = KeyRing.first(key, secret);
    keyRings().replace(ring, ring.withoutAll(), NOW);
    return tenant.id();
  }

  private static ApiKey with(ApiKey key, KeyLimits limits, @Nullable Instant expiresAt) {
    return new ApiKey(
        key.id(),
        key.tenant(),
        key.name(),
        key.hint(),
        key.scopes(),
        limits,
        key.createdAt(),
        expiresAt);
  }
}
