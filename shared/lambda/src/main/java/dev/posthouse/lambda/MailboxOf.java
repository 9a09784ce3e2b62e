package dev.posthouse.lambda;

import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.tenant.ApiKey;
import java.util.Optional;

/// Which mailbox a key stands for.
public final class MailboxOf {
  private MailboxOf() {}

  /// The one mailbox a token is bound to; empty for a tenant's key.
  public static Optional<IdentityId> key(ApiKey key) {
    return key.limits().mailbox();
  }

  /// Whether the key may use that identity. To a key that may not, it is not there.
  public static boolean opens(ApiKey key, Roster roster) {
    return key.reaches(roster.tenant(), roster.identity());
  }
}
