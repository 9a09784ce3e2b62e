package dev.posthouse.domain.tenant;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is known of an API key. Its secret is not: only the secret's hash names the record.
///
/// @param hint the first characters of the secret, so that people can tell keys apart
/// @param expiresAt when the key stops working; null: never
public record ApiKey(
    KeyId id,
    TenantId tenant,
    String name,
    String hint,
    Set<Scope> scopes,
    Instant createdAt,
    @Nullable Instant expiresAt) {
  public ApiKey {
    scopes = Set.copyOf(scopes);
  }

  /// Whether the key has passed its end at that moment.
  public boolean expiredAt(Instant now) {
    return expiresAt != null && !now.isBefore(expiresAt);
  }
}
