package dev.posthouse.domain.identity;

import dev.posthouse.domain.pool.Roster;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Rosters kept for a while in the memory of one container.
///
/// A roster may be old without harm: the day sheets know the newest revision and refuse what was
/// decided on an older one. The age is bounded all the same, because a sheet not yet made knows of
/// none.
public final class RosterCache {
  private static final Duration AGE_MAX = Duration.ofSeconds(60);
  private static final int ENTRIES_MAX = 1_000;

  private final Identities identities;
  private final InstantSource clock;
  private final Map<Handle, IdentityId> ids = new ConcurrentHashMap<>();
  private final Map<IdentityId, Entry> rosters = new ConcurrentHashMap<>();

  public RosterCache(Identities identities, InstantSource clock) {
    this.identities = identities;
    this.clock = clock;
  }

  /// The roster of the identity with that handle, at most a minute old.
  public Optional<Roster> find(Handle handle) {
    IdentityId known = ids.get(handle);
    if (known != null) {
      return find(known);
    }
    Optional<Roster> roster = identities.find(handle).map(Identity::roster);
    roster.ifPresent(found -> {
      makeRoom();
      ids.put(handle, found.identity());
      keep(found);
    });
    return roster;
  }

  /// The roster of that identity, at most a minute old.
  public Optional<Roster> find(IdentityId id) {
    Entry entry = rosters.get(id);
    if (entry != null && entry.at().plus(AGE_MAX).isAfter(clock.instant())) {
      return Optional.of(entry.roster());
    }
    return refresh(id);
  }

  /// The roster of that identity as of now.
  public Optional<Roster> refresh(IdentityId id) {
    Optional<Roster> roster = identities.roster(id);
    roster.ifPresent(this::keep);
    return roster;
  }

  private void keep(Roster roster) {
    makeRoom();
    rosters.put(roster.identity(), new Entry(roster, clock.instant()));
  }

  private void makeRoom() {
    if (ids.size() >= ENTRIES_MAX || rosters.size() >= ENTRIES_MAX) {
      ids.clear();
      rosters.clear();
    }
  }

  private record Entry(Roster roster, Instant at) {}
}
