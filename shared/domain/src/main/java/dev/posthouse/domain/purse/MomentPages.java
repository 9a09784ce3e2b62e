package dev.posthouse.domain.purse;

import dev.posthouse.domain.tenant.TenantId;
import java.util.Optional;

/// The moments that purses have no place for. Whoever takes a message writes the pages it fills, in
/// the same transaction ([Reservation#pages]).
public interface MomentPages {
  /// A tenant's page, as of now (strongly consistent). Empty if it was never written, or has
  /// expired.
  Optional<MomentPage> find(TenantId tenant, long number);
}
