package dev.posthouse.accounts;

import dev.posthouse.domain.tenant.ApiKey;
import dev.posthouse.domain.tenant.KeyId;
import dev.posthouse.domain.tenant.KeySecret;
import java.util.List;

/// What became of a request for a key.
sealed interface MintKeyResult {
  /// It works.
  record Minted(ApiKey key, KeySecret secret) implements MintKeyResult {}

  /// The same request minted it before.
  record AlreadyThere(KeyId id) implements MintKeyResult {}

  /// Another request came under the same idempotency key before.
  record KeyReused() implements MintKeyResult {}

  /// It could do more than the key it was to be minted with.
  ///
  /// @param fields in what, as the API names it
  record Wider(List<String> fields) implements MintKeyResult {}

  /// There is nobody to mint it for.
  record NoSuchTenant() implements MintKeyResult {}
}
