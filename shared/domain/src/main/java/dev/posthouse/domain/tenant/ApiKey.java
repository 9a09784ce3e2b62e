package dev.posthouse.domain.tenant;

import dev.posthouse.domain.identity.IdentityId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is known of an API key or mailbox token. Its secret is not: only the secret's hash names
/// the record.
///
/// @param id stays the same when the secret is rotated
/// @param hint the first characters of the secret, so that people can tell keys apart
/// @param expiresAt when the secret stops working; null: never
public record ApiKey(
    KeyId id,
    TenantId tenant,
    String name,
    String hint,
    Set<Scope> scopes,
    KeyLimits limits,
    Instant createdAt,
    @Nullable Instant expiresAt) {
  public ApiKey {
    scopes = Set.copyOf(scopes);
  }

  /// A key without limits.
  public ApiKey(
      KeyId id,
      TenantId tenant,
      String name,
      String hint,
      Set<Scope> scopes,
      Instant createdAt,
      @Nullable Instant expiresAt) {
    this(id, tenant, name, hint, scopes, KeyLimits.NONE, createdAt, expiresAt);
  }

  /// Whether the key has passed its end at that moment.
  public boolean expiredAt(Instant now) {
    return expiresAt != null && !now.isBefore(expiresAt);
  }

  /// Whether the key may use that identity of that tenant. To a key that may not, it is not there.
  public boolean reaches(TenantId owner, IdentityId identity) {
    return tenant.equals(owner) && limits.allows(identity);
  }

  /// In what this key could do more than the other: the fields that say so, as the API names them;
  /// empty if in nothing.
  public List<String> widerThan(ApiKey other) {
    var wider = new ArrayList<String>();
    if (!other.scopes.containsAll(scopes)) {
      wider.add("scopes");
    }
    if (!within(limits.identities(), other.limits.identities())) {
      wider.add("identities");
    }
    if (!within(limits.recipientDomains(), other.limits.recipientDomains())) {
      wider.add("recipientDomains");
    }
    Optional<KeyBudget> bound = other.limits.budget();
    if (bound.isPresent() && !limits.budget().map(b -> b.within(bound.get())).orElse(false)) {
      wider.add("budget");
    }
    if (other.expiresAt != null && (expiresAt == null || expiresAt.isAfter(other.expiresAt))) {
      wider.add("expiresAt");
    }
    if (other.limits.test() && !limits.test()) {
      wider.add("test");
    }
    if (other.limits.mailbox().isPresent() && !other.limits.mailbox().equals(limits.mailbox())) {
      wider.add("mailbox");
    }
    return wider;
  }

  private static <T> boolean within(Set<T> mine, Set<T> other) {
    return other.isEmpty() || (!mine.isEmpty() && other.containsAll(mine));
  }
}
