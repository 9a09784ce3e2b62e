package dev.posthouse.domain.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.tenant.KeyRing.Request;
import dev.posthouse.domain.tenant.KeyRing.Rotation;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeyRingTest {
  private static final Instant NOW = Instant.parse("2031-05-14T12:00:00Z");
  private static final Duration GRACE = Duration.ofMinutes(5);

  private final Random random = new Random(9);
  private final KeySecret first = KeySecret.draw(random);

  @Test
  void aRotationAddsASecretAndEndsThePresentedOne() {
    Rotation.Rotated rotated = rotated(ring(null, KeyLimits.NONE), first, NOW);

    assertThat(rotated.oldEnd()).isEqualTo(NOW.plus(GRACE));
    assertThat(rotated.key().expiresAt()).isNull();
    assertThat(rotated.ring().revision()).isEqualTo(2);
    assertThat(rotated.ring().secrets()).hasSize(2);
    assertThat(rotated.ring().current()).isEqualTo(rotated.key());
  }

  @Test
  void aTokenGetsAsMuchTimeAsItWasMadeWithHoweverOftenItIsRotated() {
    KeyRing ring =
        ring(NOW.plus(Duration.ofDays(30)), KeyLimits.of(new IdentityId("idn_0123456789abcdef")));
    KeySecret presented = first;
    Instant now = NOW;
    for (int i = 0; i < 5; i++) {
      now = now.plus(Duration.ofDays(29));
      KeySecret fresh = KeySecret.draw(random);
      Rotation.Rotated rotated =
          (Rotation.Rotated) ring.rotate(presented.hash(), fresh, GRACE, Optional.empty(), now);

      assertThat(rotated.key().expiresAt()).isEqualTo(now.plus(Duration.ofDays(30)));
      // What ended more than a day ago is forgotten.
      assertThat(rotated.ring().secrets()).hasSize(2);
      ring = rotated.ring();
      presented = fresh;
    }
  }

  @Test
  void aKeyKeepsItsEnd() {
    Instant end = NOW.plusSeconds(60);

    Rotation.Rotated rotated = rotated(ring(end, KeyLimits.NONE), first, NOW);

    assertThat(rotated.key().expiresAt()).isEqualTo(end);
    assertThat(rotated.oldEnd()).isEqualTo(end);
  }

  @Test
  void whatHasEndedOrIsNotOnTheRingIsGone() {
    Instant end = NOW.plusSeconds(60);
    KeyRing ring = ring(end, KeyLimits.NONE);

    assertThat(rotate(ring, first, end)).isEqualTo(new Rotation.Gone());
    assertThat(rotate(ring, KeySecret.draw(random), NOW)).isEqualTo(new Rotation.Gone());
    assertThat(rotate(ring.withoutAll(), first, NOW)).isEqualTo(new Rotation.Gone());
    assertThat(rotate(ring, first, end.minusMillis(1))).isInstanceOf(Rotation.Rotated.class);
  }

  @Test
  void aSecretInItsGraceEndsNoLaterForBeingRotatedAgain() {
    KeyRing once = rotated(ring(null, KeyLimits.NONE), first, NOW).ring();

    Rotation.Rotated twice = rotated(once, first, NOW.plusSeconds(60));

    assertThat(twice.oldEnd()).isEqualTo(NOW.plus(GRACE));
    assertThat(twice.ring().secrets()).hasSize(3);
  }

  @Test
  void aRepeatedRequestIsRecognised() {
    var request = new Request("key", "body");
    KeyRing ring =
        ((Rotation.Rotated)
                ring(null, KeyLimits.NONE)
                    .rotate(first.hash(), KeySecret.draw(random), GRACE, Optional.of(request), NOW))
            .ring();

    assertThat(again(ring, request)).isEqualTo(new Rotation.Repeated(true));
    assertThat(again(ring, new Request("key", "other"))).isEqualTo(new Rotation.Repeated(false));
    assertThat(again(ring, new Request("other", "body"))).isInstanceOf(Rotation.Rotated.class);
    assertThat(rotate(ring, first, NOW)).isInstanceOf(Rotation.Rotated.class);
  }

  @Test
  void aRequestIsRecognisedAsLongAsTheSecretItReplacedWorks() {
    var request = new Request("key", "body");
    KeySecret second = KeySecret.draw(random);
    KeyRing one =
        ((Rotation.Rotated)
                ring(null, KeyLimits.NONE)
                    .rotate(first.hash(), second, KeyRing.GRACE_MAX, Optional.of(request), NOW))
            .ring();
    KeyRing two =
        ((Rotation.Rotated)
                one.rotate(
                    second.hash(), KeySecret.draw(random), Duration.ZERO, Optional.empty(), NOW))
            .ring();
    Instant late = NOW.plus(KeyRing.GRACE_MAX).minusMillis(1);
    KeyRing three = rotated(two, first, late).ring();

    assertThat(three.rotate(first.hash(), second, GRACE, Optional.of(request), late))
        .isEqualTo(new Rotation.Repeated(true));
  }

  @Test
  void asManySecretsWorkAsMayAndNoMore() {
    KeyRing ring = ring(null, KeyLimits.NONE);
    for (int i = 1; i < KeyRing.SECRETS_MAX; i++) {
      ring = rotated(ring, first, NOW).ring();
    }

    assertThat(rotate(ring, first, NOW)).isEqualTo(new Rotation.TooMany(NOW.plus(GRACE)));
    KeySecret gone = KeySecret.draw(random);
    assertThat(ring.without(gone.hash())).isEmpty();
    assertThat(ring.without(first.hash()).orElseThrow().secrets()).hasSize(KeyRing.SECRETS_MAX - 1);
  }

  private Rotation again(KeyRing ring, Request request) {
    return ring.rotate(first.hash(), KeySecret.draw(random), GRACE, Optional.of(request), NOW);
  }

  private Rotation rotate(KeyRing ring, KeySecret presented, Instant now) {
    return ring.rotate(presented.hash(), KeySecret.draw(random), GRACE, Optional.empty(), now);
  }

  private Rotation.Rotated rotated(KeyRing ring, KeySecret presented, Instant now) {
    return (Rotation.Rotated) rotate(ring, presented, now);
  }

  private KeyRing ring(@Nullable Instant end, KeyLimits limits) {
    var key =
        new ApiKey(
            new KeyId("key_0123456789abcdef"),
            new TenantId("tnt_0123456789abcdef"),
            "key",
            first.hint(),
            Set.of(Scope.MAIL_READ),
            limits,
            NOW,
            end);
    return KeyRing.first(key, first);
  }
}
