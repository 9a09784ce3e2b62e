package dev.posthouse.accounts;

import dev.posthouse.domain.tenant.ApiKey;
import dev.posthouse.domain.tenant.KeyId;
import dev.posthouse.domain.tenant.KeySecret;

/// What became of a request for a key.
sealed interface MintKeyResult {
  /// It works.
  record Minted(ApiKey key, KeySecret secret) implements MintKeyResult {}

  /// The same request minted it before.
  record AlreadyThere(KeyId id) implements MintKeyResult {}

  /// Another request came under the same idempotency key before.
  record KeyReused() implements MintKeyResult {}

  /// There is nobody to mint it for.
  record NoSuchTenant() implements MintKeyResult {}
}
