package dev.posthouse.domain.outbound;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.tenant.Suppression;
import java.util.Optional;

/// A recipient as one identity sees it.
///
/// @param suppression why the tenant, or this identity, must not write to it
/// @param contact empty before the first message
public record Correspondent(
    EmailAddress address, Optional<Suppression> suppression, Optional<Contact> contact) {
  /// Somebody this identity has never written to.
  public static Correspondent stranger(EmailAddress address) {
    return new Correspondent(address, Optional.empty(), Optional.empty());
  }
}
