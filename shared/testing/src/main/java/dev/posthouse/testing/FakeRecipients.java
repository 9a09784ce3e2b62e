package dev.posthouse.testing;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.outbound.Correspondent;
import dev.posthouse.domain.outbound.Recipients;
import dev.posthouse.domain.tenant.Suppression;
import dev.posthouse.domain.tenant.TenantId;
import dev.posthouse.testing.FakeStore.RecipientKey;

/// The [Recipients] in memory.
public final class FakeRecipients implements Recipients {
  private final FakeStore store;

  public FakeRecipients(FakeStore store) {
    this.store = store;
  }

  @Override
  public Correspondent find(TenantId tenant, IdentityId identity, EmailAddress address) {
    synchronized (store) {
      return store.correspondent(tenant, identity, address);
    }
  }

  @Override
  public void suppress(TenantId tenant, EmailAddress address, Suppression suppression) {
    synchronized (store) {
      store.suppressions.putIfAbsent(new RecipientKey(tenant, address.canonical()), suppression);
    }
  }
}
