package dev.posthouse.domain.outbound;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.tenant.Suppression;
import dev.posthouse.domain.tenant.TenantId;

/// The people a tenant writes to.
public interface Recipients {
  /// The recipient as of now (strongly consistent), a stranger if nothing is known of it.
  Correspondent find(TenantId tenant, IdentityId identity, EmailAddress address);

  /// Stops all mail of the tenant to that address. The first reason stands.
  void suppress(TenantId tenant, EmailAddress address, Suppression suppression);
}
