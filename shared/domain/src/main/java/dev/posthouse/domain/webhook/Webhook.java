package dev.posthouse.domain.webhook;

import dev.posthouse.domain.event.EventType;
import dev.posthouse.domain.identity.IdentityId;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An endpoint that is told of a tenant's events.
///
/// @param description for people
/// @param types which events; none means all
/// @param identities whose events, and since when; none means all identities of the tenant
/// @param since since when it is all of them, if so
/// @param pause why nothing is sent there now, if so
/// @param generation which of its secrets is the newest, from 1
/// @param rotatedAt when that secret was made, if there was one before
/// @param fingerprint of the request that made it
public record Webhook(
    WebhookId id,
    URI url,
    String description,
    Set<EventType> types,
    Map<IdentityId, Instant> identities,
    Instant since,
    @Nullable Pause pause,
    int generation,
    @Nullable Instant rotatedAt,
    String fingerprint,
    Instant createdAt) {
  /// How long the secret before the newest one signs as well.
  public static final Duration GRACE = Duration.ofHours(24);

  /// Why nothing is sent to an endpoint.
  public enum Pause {
    /// Its owner said so.
    ASKED,
    /// It answered 410 Gone.
    GONE
  }

  public Webhook {
    types = Set.copyOf(types);
    identities = Map.copyOf(identities);
  }

  /// Whether it wants events of that type.
  public boolean wants(EventType type) {
    return types.isEmpty() || types.contains(type);
  }

  /// From which moment on it wants events of that identity; empty if it wants none.
  public Optional<Instant> since(IdentityId identity) {
    return identities.isEmpty()
        ? Optional.of(since)
        : Optional.ofNullable(identities.get(identity));
  }

  /// Which of its secrets sign at that moment, the newest first.
  public List<Integer> generations(Instant now) {
    return rotatedAt != null && now.isBefore(rotatedAt.plus(GRACE))
        ? List.of(generation, generation - 1)
        : List.of(generation);
  }

  /// Until when the secret before the newest one signs as well.
  public Optional<Instant> oldSecretUntil() {
    return Optional.ofNullable(rotatedAt).map(at -> at.plus(GRACE));
  }

  /// With a new secret from then on.
  public Webhook rotated(Instant now) {
    return new Webhook(
        id,
        url,
        description,
        types,
        identities,
        since,
        pause,
        generation + 1,
        now,
        fingerprint,
        createdAt);
  }

  /// Paused for that reason; for none, it goes on where it stopped.
  public Webhook paused(@Nullable Pause reason) {
    return new Webhook(
        id,
        url,
        description,
        types,
        identities,
        since,
        reason,
        generation,
        rotatedAt,
        fingerprint,
        createdAt);
  }

  /// To another place, for people known as that.
  public Webhook at(URI place, String words) {
    return new Webhook(
        id,
        place,
        words,
        types,
        identities,
        since,
        pause,
        generation,
        rotatedAt,
        fingerprint,
        createdAt);
  }

  /// For other events. Of an identity that it names and wanted before it goes on where it is; of
  /// any other it begins now.
  public Webhook filtered(Set<EventType> wanted, Collection<IdentityId> whose, Instant now) {
    var named = new HashMap<IdentityId, Instant>();
    whose.forEach(identity -> named.put(identity, since(identity).orElse(now)));
    return new Webhook(
        id,
        url,
        description,
        wanted,
        named,
        identities.isEmpty() ? since : now,
        pause,
        generation,
        rotatedAt,
        fingerprint,
        createdAt);
  }
}
