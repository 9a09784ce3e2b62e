package dev.posthouse.send;

import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.tenant.ApiKey;
import java.util.Optional;

/// Which mailbox a key stands for.
final class MailboxOf {
  private MailboxOf() {}

  /// The one mailbox a token is bound to; empty for a tenant's key.
  static Optional<IdentityId> key(ApiKey key) {
    return Optional.empty();
  }

  /// Whether the key may send from that identity.
  static boolean opens(ApiKey key, Roster roster) {
    return key.tenant().equals(roster.tenant());
  }
}
