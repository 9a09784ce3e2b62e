package dev.posthouse.deliver;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.outbound.Correspondent;
import dev.posthouse.domain.outbound.Recipients;
import dev.posthouse.domain.tenant.Suppression;
import dev.posthouse.domain.tenant.TenantId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// Recipients whose reads can be slow, or something else can happen right after them.
final class WatchedRecipients implements Recipients {
  private final Recipients target;
  private final Deque<Runnable> afterwards = new ArrayDeque<>();
  private int reads;

  WatchedRecipients(Recipients target) {
    this.target = target;
  }

  /// What happens after the next reads, one each: what was read does not know of it.
  void after(Runnable... events) {
    afterwards.addAll(List.of(events));
  }

  int reads() {
    return reads;
  }

  @Override
  public Correspondent find(TenantId tenant, IdentityId identity, EmailAddress address) {
    Correspondent found = target.find(tenant, identity, address);
    reads++;
    if (!afterwards.isEmpty()) {
      afterwards.removeFirst().run();
    }
    return found;
  }

  @Override
  public void suppress(TenantId tenant, EmailAddress address, Suppression suppression) {
    target.suppress(tenant, address, suppression);
  }
}
