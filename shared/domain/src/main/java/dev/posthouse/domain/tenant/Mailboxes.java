package dev.posthouse.domain.tenant;

import dev.posthouse.domain.identity.Identity;
import dev.posthouse.domain.identity.IdentityId;
import java.util.Optional;

/// Self-serve mailboxes: identities whose pool is one mailbox, whose address is the handle.
public interface Mailboxes {
  /// Most mailboxes of a tenant, retired ones counted: their addresses stay theirs.
  int PER_TENANT_MAX = 20;

  /// Adds a tenant, its first mailbox and that mailbox's token together.
  Opening open(Tenant tenant, Signup signup, Identity mailbox, ApiKey token, KeySecret secret);

  /// Adds another mailbox and its token to a tenant that has not [#PER_TENANT_MAX] already.
  Opening add(Identity mailbox, ApiKey token, KeySecret secret);

  /// What the tenant said when it signed up; empty if it did not, or is not there.
  Optional<Signup> signup(TenantId tenant);

  /// Whom the mailbox takes no mail from, as of now (strongly consistent).
  BlockedSenders blockedSenders(IdentityId mailbox);

  /// Replaces whom the mailbox takes no mail from. False if there is no such mailbox.
  boolean block(IdentityId mailbox, BlockedSenders senders);

  /// What became of a mailbox to be added. Refusals are listed in descending precedence, and
  /// nothing is written then.
  sealed interface Opening {
    /// It is there.
    record Opened() implements Opening {}

    /// There is no such tenant.
    record NoSuchTenant() implements Opening {}

    /// The tenant, or the identity, with that id is there already: an id that follows from a
    /// request tells its repetition.
    record AlreadyThere() implements Opening {}

    /// The tenant has as many as it may.
    record TooMany() implements Opening {}

    /// The address is somebody's already.
    record AddressTaken() implements Opening {}
  }
}
