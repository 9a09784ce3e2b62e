package dev.posthouse.domain.sending;

import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.tenant.TenantId;
import java.util.List;
import java.util.Optional;

/// The domains of identities.
public interface SendingDomains {
  /// Those of an identity, in the order of their names, as of now (strongly consistent).
  List<SendingDomain> list(IdentityId identity);

  /// One of them, as of now (strongly consistent).
  Optional<SendingDomain> find(IdentityId identity, String name);

  /// Adds a domain. False if the identity has it already.
  boolean add(SendingDomain domain);

  /// Replaces a domain by its next revision. False if somebody changed it first.
  boolean replace(SendingDomain before, SendingDomain after);

  /// Takes a domain that is proven for a tenant. False if another tenant has proven it before.
  boolean claim(String name, TenantId tenant);

  /// Writes down that a domain is to be registered and counts it, together.
  ///
  /// @param before as it was seen; empty if the identity does not have it
  /// @param perTenantMax most that may be counted for its tenant with this one
  Registering register(Optional<SendingDomain> before, SendingDomain after, int perTenantMax);

  /// Replaces a domain whose registration came to nothing, counts it no more and frees its name,
  /// together. False if somebody changed it first.
  boolean giveUp(SendingDomain before, SendingDomain after);

  /// What became of [#register].
  enum Registering {
    DONE,
    /// Somebody changed the domain first.
    CHANGED,
    /// Somebody else is registering it, or has.
    TAKEN,
    /// The tenant has as many as it may have.
    TOO_MANY
  }
}
