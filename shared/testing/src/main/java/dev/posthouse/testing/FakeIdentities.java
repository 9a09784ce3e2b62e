package dev.posthouse.testing;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.Handle;
import dev.posthouse.domain.identity.Identities;
import dev.posthouse.domain.identity.Identity;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.pool.Mailbox;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.tenant.TenantId;
import dev.posthouse.testing.FakeStore.AddressOwner;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The [Identities] in memory.
public final class FakeIdentities implements Identities {
  private final FakeStore store;

  public FakeIdentities(FakeStore store) {
    this.store = store;
  }

  @Override
  public boolean create(Identity identity) {
    synchronized (store) {
      var owner = new AddressOwner(identity.id(), true, false);
      if (store.addresses.putIfAbsent(identity.handle().value(), owner) != null) {
        return false;
      }
      store.identities.put(identity.id(), identity);
      store.rosters.put(identity.id(), identity.roster());
      return true;
    }
  }

  @Override
  public Optional<Identity> find(Handle handle) {
    synchronized (store) {
      return Optional.ofNullable(store.addresses.get(handle.value()))
          .filter(AddressOwner::handle)
          .map(AddressOwner::identity)
          .map(this::current);
    }
  }

  @Override
  public Optional<Identity> find(IdentityId id) {
    synchronized (store) {
      return store.identities.containsKey(id) ? Optional.of(current(id)) : Optional.empty();
    }
  }

  /// The identity with its roster as of now. Call only with an id that exists.
  private Identity current(IdentityId id) {
    Identity identity = store.identities.get(id);
    Roster roster = store.rosters.get(id);
    if (identity == null || roster == null) {
      throw new IllegalStateException("no identity " + id);
    }
    return identity.with(roster);
  }

  @Override
  public Optional<Roster> roster(IdentityId id) {
    synchronized (store) {
      return Optional.ofNullable(store.rosters.get(id));
    }
  }

  @Override
  public List<Identity> list(TenantId tenant, Optional<IdentityId> after, int limit) {
    synchronized (store) {
      return store.identities.values().stream()
          .filter(identity -> identity.roster().tenant().equals(tenant))
          .map(Identity::id)
          .filter(id -> after.isEmpty() || id.value().compareTo(after.get().value()) > 0)
          .limit(limit)
          .map(this::current)
          .toList();
    }
  }

  @Override
  public List<IdentityId> rounds(int shard, Optional<IdentityId> after, int limit) {
    synchronized (store) {
      return store.identities.values().stream()
          .filter(identity -> !identity.selfServe())
          .map(Identity::id)
          .filter(id -> Identities.shardOf(id) == shard)
          .filter(id -> after.isEmpty() || id.value().compareTo(after.get().value()) > 0)
          .sorted(Comparator.comparing(IdentityId::value))
          .limit(limit)
          .toList();
    }
  }

  @Override
  public Optional<IdentityId> owner(EmailAddress mailbox) {
    synchronized (store) {
      return Optional.ofNullable(store.addresses.get(mailbox.canonical()))
          .filter(AddressOwner::mailbox)
          .map(AddressOwner::identity);
    }
  }

  @Override
  public PoolChange addMailboxes(Roster before, List<Mailbox> mailboxes, Instant now) {
    if (mailboxes.size() > MAILBOXES_PER_CALL_MAX) {
      throw new IllegalArgumentException("more than " + MAILBOXES_PER_CALL_MAX + " mailboxes");
    }
    synchronized (store) {
      if (raced(before)) {
        return new PoolChange.Raced();
      }
      Optional<EmailAddress> taken =
          mailboxes.stream()
              .map(Mailbox::address)
              .filter(address -> store.addresses.containsKey(address.canonical()))
              .findFirst();
      if (taken.isPresent()) {
        return new PoolChange.AddressTaken(taken.get());
      }
      for (Mailbox mailbox : mailboxes) {
        store.addresses.put(
            mailbox.address().canonical(), new AddressOwner(before.identity(), false, true));
      }
      return replace(
          before.next(Stream.concat(before.mailboxes().stream(), mailboxes.stream()).toList()),
          now);
    }
  }

  @Override
  public PoolChange change(Roster before, Roster after, Instant now) {
    synchronized (store) {
      return raced(before) ? new PoolChange.Raced() : replace(after, now);
    }
  }

  @Override
  public PoolChange changeTier(Identity before, String tierName, Roster after, Instant now) {
    synchronized (store) {
      if (raced(before.roster()) || !current(before.id()).tierName().equals(before.tierName())) {
        return new PoolChange.Raced();
      }
      store.identities.put(
          before.id(),
          new Identity(before.handle(), tierName, before.createdAt(), before.createdBy(), after));
      return replace(after, now);
    }
  }

  private boolean raced(Roster before) {
    Roster current = store.rosters.get(before.identity());
    return current == null || current.revision() != before.revision();
  }

  private PoolChange replace(Roster roster, Instant now) {
    store.rosters.put(roster.identity(), roster);
    store.sheets.stamp(roster, now);
    return new PoolChange.Changed(roster);
  }
}
