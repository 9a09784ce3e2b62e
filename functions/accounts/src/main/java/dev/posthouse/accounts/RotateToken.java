package dev.posthouse.accounts;

import dev.posthouse.domain.StoreBusyException;
import dev.posthouse.domain.tenant.ApiKey;
import dev.posthouse.domain.tenant.KeyRing;
import dev.posthouse.domain.tenant.KeyRing.Rotation;
import dev.posthouse.domain.tenant.KeyRings;
import dev.posthouse.domain.tenant.KeySecret;
import dev.posthouse.dynamodb.Backoff;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Replaces and revokes secrets: decides on the key's ring, writes, and decides again whenever
/// somebody else was faster.
final class RotateToken {
  private static final int ATTEMPTS_MAX = 40;

  private final KeyRings rings;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Backoff backoff;

  RotateToken(KeyRings rings, InstantSource clock, RandomGenerator random, Backoff backoff) {
    this.rings = rings;
    this.clock = clock;
    this.random = random;
    this.backoff = backoff;
  }

  /// A rotation and, if it gave one, the new secret.
  record Rotated(Rotation rotation, KeySecret fresh) {}

  /// Gives a key another secret; the presented one works for a while yet.
  ///
  /// @throws StoreBusyException if others are faster all the time
  Rotated rotate(
      ApiKey key, KeySecret presented, Duration grace, Optional<KeyRing.Request> request) {
    KeySecret fresh = KeySecret.draw(presented.kind(), random);
    for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
      Optional<KeyRing> ring = rings.find(key.tenant(), key.id());
      if (ring.isEmpty()) {
        return new Rotated(new Rotation.Gone(), fresh);
      }
      Rotation rotation =
          ring.get().rotate(presented.hash(), fresh, grace, request, clock.instant());
      if (!(rotation instanceof Rotation.Rotated done)
          || rings.replace(ring.get(), done.ring(), clock.instant())) {
        return new Rotated(rotation, fresh);
      }
      backoff.pause(attempt);
    }
    throw busy(key);
  }

  /// Takes one secret from its key. False if it was taken before.
  ///
  /// @throws StoreBusyException if others are faster all the time
  boolean revoke(ApiKey key, KeySecret presented) {
    for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
      Optional<KeyRing> before = rings.find(key.tenant(), key.id());
      Optional<KeyRing> after = before.flatMap(ring -> ring.without(presented.hash()));
      if (before.isEmpty() || after.isEmpty()) {
        return false;
      }
      if (rings.replace(before.get(), after.get(), clock.instant())) {
        return true;
      }
      backoff.pause(attempt);
    }
    throw busy(key);
  }

  /// Takes all secrets of a key. False if that was done before.
  ///
  /// @throws StoreBusyException if others are faster all the time
  boolean revokeAll(KeyRing start) {
    Optional<KeyRing> ring = Optional.of(start);
    for (int attempt = 1; attempt <= ATTEMPTS_MAX; attempt++) {
      if (ring.isEmpty() || ring.get().revoked()) {
        return false;
      }
      if (rings.replace(ring.get(), ring.get().withoutAll(), clock.instant())) {
        return true;
      }
      backoff.pause(attempt);
      ring = rings.find(start.key().tenant(), start.key().id());
    }
    throw busy(start.key());
  }

  private static StoreBusyException busy(ApiKey key) {
    return new StoreBusyException("others change the key " + key.id());
  }
}
