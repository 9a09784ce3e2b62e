package dev.posthouse.testing;

import dev.posthouse.domain.purse.MomentPage;
import dev.posthouse.domain.purse.MomentPages;
import dev.posthouse.domain.tenant.TenantId;
import java.util.Optional;

/// The [MomentPages] in memory.
public final class FakeMomentPages implements MomentPages {
  private final FakeStore store;

  public FakeMomentPages(FakeStore store) {
    this.store = store;
  }

  @Override
  public Optional<MomentPage> find(TenantId tenant, long number) {
    synchronized (store) {
      return Optional.ofNullable(store.momentPages.get(key(tenant, number)));
    }
  }

  /// Keeps a page that an outbox fills.
  static void put(FakeStore store, MomentPage page) {
    store.momentPages.put(key(page.tenant(), page.number()), page);
  }

  private static String key(TenantId tenant, long number) {
    return tenant + " " + number;
  }
}
