package dev.posthouse.testing;

import dev.posthouse.domain.identity.Identity;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.tenant.ApiKey;
import dev.posthouse.domain.tenant.BlockedSenders;
import dev.posthouse.domain.tenant.KeyRing;
import dev.posthouse.domain.tenant.KeySecret;
import dev.posthouse.domain.tenant.Mailboxes;
import dev.posthouse.domain.tenant.Signup;
import dev.posthouse.domain.tenant.Tenant;
import dev.posthouse.domain.tenant.TenantId;
import dev.posthouse.testing.FakeStore.AddressOwner;
import java.util.Optional;

/// The [Mailboxes] in memory.
public final class FakeMailboxes implements Mailboxes {
  private final FakeStore store;

  public FakeMailboxes(FakeStore store) {
    this.store = store;
  }

  @Override
  public Opening open(
      Tenant tenant, Signup signup, Identity mailbox, ApiKey token, KeySecret secret) {
    synchronized (store) {
      if (store.tenants.containsKey(tenant.id())) {
        return new Opening.AlreadyThere();
      }
      if (store.addresses.containsKey(mailbox.handle().value())) {
        return new Opening.AddressTaken();
      }
      store.put(tenant);
      store.signups.put(tenant.id(), signup);
      return put(mailbox, token, secret);
    }
  }

  @Override
  public Opening add(Identity mailbox, ApiKey token, KeySecret secret) {
    synchronized (store) {
      TenantId tenant = mailbox.roster().tenant();
      if (!store.tenants.containsKey(tenant)) {
        return new Opening.NoSuchTenant();
      }
      if (store.identities.containsKey(mailbox.id())) {
        return new Opening.AlreadyThere();
      }
      if (store.mailboxCounts.getOrDefault(tenant, 0) >= PER_TENANT_MAX) {
        return new Opening.TooMany();
      }
      if (store.addresses.containsKey(mailbox.handle().value())) {
        return new Opening.AddressTaken();
      }
      return put(mailbox, token, secret);
    }
  }

  private Opening put(Identity mailbox, ApiKey token, KeySecret secret) {
    store.addresses.put(mailbox.handle().value(), new AddressOwner(mailbox.id(), true, true));
    store.identities.put(mailbox.id(), mailbox);
    store.rosters.put(mailbox.id(), mailbox.roster());
    store.mailboxCounts.merge(mailbox.roster().tenant(), 1, Integer::sum);
    FakeKeyRings.put(store, KeyRing.first(token, secret));
    return new Opening.Opened();
  }

  @Override
  public Optional<Signup> signup(TenantId tenant) {
    synchronized (store) {
      return Optional.ofNullable(store.signups.get(tenant));
    }
  }

  @Override
  public BlockedSenders blockedSenders(IdentityId mailbox) {
    synchronized (store) {
      return store.blockedSenders.getOrDefault(mailbox, BlockedSenders.NONE);
    }
  }

  @Override
  public boolean block(IdentityId mailbox, BlockedSenders senders) {
    synchronized (store) {
      if (!store.identities.containsKey(mailbox)) {
        return false;
      }
      store.blockedSenders.put(mailbox, senders);
      return true;
    }
  }
}
