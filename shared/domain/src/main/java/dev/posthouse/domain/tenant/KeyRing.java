package dev.posthouse.domain.tenant;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A key with all of its secrets. Rotation adds one and ends the one before, so that there are two
/// for a while.
///
/// Every change of a key's secrets replaces its ring at the next revision: what was decided on an
/// older revision is not written, so that a rotation and a revocation at the same time become one
/// after the other.
///
/// @param key as it was first made; [#current()] is what it is now
/// @param secrets oldest first; none: the key is revoked
/// @param revision grows by one with every change
public record KeyRing(ApiKey key, List<Secret> secrets, long revision) {
  /// Most secrets of one key that work at the same time.
  public static final int SECRETS_MAX = 20;

  /// The longest a replaced secret goes on working.
  public static final Duration GRACE_MAX = Duration.ofDays(1);

  public KeyRing {
    secrets = List.copyOf(secrets);
  }

  /// One secret of a key.
  ///
  /// @param hash [KeySecret#hash()]
  /// @param hint [KeySecret#hint()]
  /// @param expiresAt when it stops working; null: never
  /// @param request the request that asked for it under an idempotency key
  public record Secret(
      String hash, String hint, @Nullable Instant expiresAt, Optional<Request> request) {
    boolean worksAt(Instant now) {
      return expiresAt == null || now.isBefore(expiresAt);
    }
  }

  /// A request that is recognised when it is repeated.
  ///
  /// @param key hash of its idempotency key
  /// @param fingerprint hash of what it asked for
  public record Request(String key, String fingerprint) {}

  /// A key with the secret it is made with.
  public static KeyRing first(ApiKey key, KeySecret secret) {
    var only = new Secret(secret.hash(), secret.hint(), key.expiresAt(), Optional.empty());
    return new KeyRing(key, List.of(only), 1);
  }

  /// Whether no secret is left.
  public boolean revoked() {
    return secrets.isEmpty();
  }

  /// The key with its newest secret.
  public ApiKey current() {
    return revoked() ? key : with(secrets.getLast());
  }

  /// The key, told by that secret.
  public ApiKey with(Secret secret) {
    return new ApiKey(
        key.id(),
        key.tenant(),
        key.name(),
        secret.hint(),
        key.scopes(),
        key.limits(),
        key.createdAt(),
        secret.expiresAt());
  }

  /// Decides what becomes of a request to replace a secret by another.
  ///
  /// A mailbox token gets as much time as it was made with; a key keeps its end.
  ///
  /// @param presented hash of the secret the request bears
  /// @param grace how long the presented secret goes on working, at most [#GRACE_MAX]
  public Rotation rotate(
      String presented, KeySecret fresh, Duration grace, Optional<Request> request, Instant now) {
    Optional<Secret> old =
        secrets.stream().filter(it -> it.hash().equals(presented) && it.worksAt(now)).findFirst();
    if (old.isEmpty()) {
      return new Rotation.Gone();
    }
    Optional<Request> before =
        secrets.stream()
            .flatMap(secret -> secret.request().stream())
            .filter(known -> request.isPresent() && known.key().equals(request.get().key()))
            .findFirst();
    if (before.isPresent()) {
      return new Rotation.Repeated(before.equals(request));
    }
    long working = secrets.stream().filter(secret -> secret.worksAt(now)).count();
    if (working >= SECRETS_MAX) {
      return new Rotation.TooMany(firstEnd(now));
    }
    Instant oldEnd = earlier(old.get().expiresAt(), now.plus(grace));
    var made = new Secret(fresh.hash(), fresh.hint(), freshEnd(now), request);
    var next = new ArrayList<Secret>();
    for (Secret secret : secrets) {
      if (secret.equals(old.get())) {
        next.add(new Secret(secret.hash(), secret.hint(), oldEnd, secret.request()));
      } else if (secret.worksAt(now.minus(GRACE_MAX))) {
        // One that has ended stays while the request that asked for it may be repeated with the
        // secret it replaced.
        next.add(secret);
      }
    }
    next.add(made);
    return new Rotation.Rotated(new KeyRing(key, next, revision + 1), with(made), oldEnd);
  }

  private @Nullable Instant freshEnd(Instant now) {
    Instant end = key.expiresAt();
    return end == null || key.limits().mailbox().isEmpty()
        ? end
        : now.plus(Duration.between(key.createdAt(), end));
  }

  private Instant firstEnd(Instant now) {
    return secrets.stream()
        .flatMap(secret -> Stream.ofNullable(secret.expiresAt()))
        .filter(now::isBefore)
        .min(Instant::compareTo)
        .orElse(now.plus(GRACE_MAX));
  }

  private static Instant earlier(@Nullable Instant end, Instant other) {
    return end != null && end.isBefore(other) ? end : other;
  }

  /// The ring without that secret; empty if it does not have it.
  public Optional<KeyRing> without(String hash) {
    List<Secret> left = secrets.stream().filter(secret -> !secret.hash().equals(hash)).toList();
    return left.size() == secrets.size()
        ? Optional.empty()
        : Optional.of(new KeyRing(key, left, revision + 1));
  }

  /// The ring without any secret.
  public KeyRing withoutAll() {
    return new KeyRing(key, List.of(), revision + 1);
  }

  /// What becomes of a rotation.
  public sealed interface Rotation {
    /// There is another secret.
    ///
    /// @param ring to replace this one
    /// @param key with the new secret
    /// @param oldEnd when the presented secret stops working; now or before, if it has
    record Rotated(KeyRing ring, ApiKey key, Instant oldEnd) implements Rotation {}

    /// The presented secret works no more.
    record Gone() implements Rotation {}

    /// A request under the same idempotency key was answered before.
    ///
    /// @param same whether it asked for the same
    record Repeated(boolean same) implements Rotation {}

    /// As many secrets work as may.
    ///
    /// @param until when the first of them ends
    record TooMany(Instant until) implements Rotation {}
  }
}
