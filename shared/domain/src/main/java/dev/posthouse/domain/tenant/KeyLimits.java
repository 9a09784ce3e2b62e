package dev.posthouse.domain.tenant;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.IdentityId;
import java.util.Optional;
import java.util.Set;

/// What narrows a key beside its scopes.
///
/// @param identities the identities it may use; empty: all of its tenant
/// @param recipientDomains the domains it may write to, lower case, each without its subdomains;
///   empty: all
/// @param budget how much it may do a day; empty: as much as its tenant
/// @param mailbox the self-serve mailbox whose token it is; empty: it is no mailbox token
/// @param test whether what it sends never leaves the simulator
public record KeyLimits(
    Set<IdentityId> identities,
    Set<String> recipientDomains,
    Optional<KeyBudget> budget,
    Optional<IdentityId> mailbox,
    boolean test) {
  /// A key that may do with all of its tenant's things what its scopes say.
  public static final KeyLimits NONE =
      new KeyLimits(Set.of(), Set.of(), Optional.empty(), Optional.empty(), false);

  /// @throws IllegalArgumentException if a mailbox token names identities, or is a test key
  public KeyLimits {
    identities = Set.copyOf(identities);
    recipientDomains = Set.copyOf(recipientDomains);
    if (mailbox.isPresent() && (!identities.isEmpty() || test)) {
      throw new IllegalArgumentException("a mailbox token is bound to its mailbox, and live");
    }
  }

  /// Those of the token of a mailbox.
  public static KeyLimits of(IdentityId mailbox) {
    return new KeyLimits(Set.of(), Set.of(), Optional.empty(), Optional.of(mailbox), false);
  }

  /// Whether the key may use that identity of its tenant.
  public boolean allows(IdentityId identity) {
    return mailbox
        .map(identity::equals)
        .orElseGet(() -> identities.isEmpty() || identities.contains(identity));
  }

  /// Whether the key may write to that address.
  public boolean allows(EmailAddress recipient) {
    return recipientDomains.isEmpty() || recipientDomains.contains(recipient.domain());
  }

  /// Whether the key is bound to certain identities of its tenant.
  public boolean bound() {
    return mailbox.isPresent() || !identities.isEmpty();
  }

  /// What the secret of such a key begins with.
  public KeySecret.Kind kind() {
    if (mailbox.isPresent()) {
      return KeySecret.Kind.MAILBOX;
    }
    return test ? KeySecret.Kind.TEST : KeySecret.Kind.LIVE;
  }
}
