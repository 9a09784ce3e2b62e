package dev.posthouse.domain.outbound;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.tenant.Suppression;
import dev.posthouse.domain.tenant.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The people a tenant writes to, and those it must not write to.
public interface Recipients {
  /// Most domains a tenant suppresses: every decision to send reads them all.
  int SUPPRESSED_DOMAINS_MAX = 100;

  /// The recipient as of now (strongly consistent), a stranger if nothing is known of it.
  Correspondent find(TenantId tenant, IdentityId identity, EmailAddress address);

  /// Stops all mail of the tenant to that address. The first reason stands.
  default void suppress(TenantId tenant, EmailAddress address, Suppression suppression) {
    suppress(tenant, Optional.empty(), address, suppression);
  }

  /// Stops mail to that address, of the whole tenant or of one identity. False if it was stopped
  /// before: the first reason stands.
  boolean suppress(
      TenantId tenant,
      Optional<IdentityId> identity,
      EmailAddress address,
      Suppression suppression);

  /// Stops all mail of the tenant to somebody who followed the link in a mail of that identity,
  /// whose log tells of it. False if it was stopped before: then nothing is told.
  boolean unsubscribe(TenantId tenant, IdentityId through, EmailAddress address, Instant at);

  /// Lets mail go there again. False if nothing stopped it.
  boolean release(TenantId tenant, Optional<IdentityId> identity, EmailAddress address);

  /// Stops all mail of the tenant to a domain, its subdomains not included.
  ///
  /// @param domain lower case, in A-labels
  DomainChange suppressDomain(TenantId tenant, String domain, Suppression suppression);

  /// Lets mail go to a domain again. False if nothing stopped it.
  boolean releaseDomain(TenantId tenant, String domain);

  /// What the tenant must not write to, by target.
  ///
  /// @param after only what comes after this place ([Suppressed#place])
  List<Suppressed> suppressed(TenantId tenant, Optional<String> after, int limit);

  /// What became of a domain to be suppressed.
  enum DomainChange {
    ADDED,
    THERE_BEFORE,
    /// The tenant has [#SUPPRESSED_DOMAINS_MAX] already.
    TOO_MANY
  }

  /// A target that gets no mail.
  ///
  /// @param target an address, or `@` and a domain
  /// @param identity the one identity it holds for; empty: the whole tenant
  record Suppressed(String target, Optional<IdentityId> identity, Suppression suppression) {
    /// Where it stands in the list.
    public String place() {
      return target + "#" + identity.map(IdentityId::value).orElse("*");
    }
  }
}
