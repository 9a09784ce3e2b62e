package dev.posthouse.accounts;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.posthouse.domain.tenant.ApiKey;
import dev.posthouse.domain.tenant.Scope;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer of `POST /v1/tenants/{tenantId}/keys`.
///
/// @param key the secret, shown here and never again
/// @param hint the first characters of the secret, by which people tell keys apart
/// @param expiresAt null if it never ends
record KeyResponse(
    String keyId,
    String tenantId,
    String name,
    String key,
    String hint,
    List<String> scopes,
    @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Instant expiresAt) {
  static KeyResponse of(MintKeyResult.Minted minted) {
    ApiKey key = minted.key();
    return new KeyResponse(
        key.id().value(),
        key.tenant().value(),
        key.name(),
        minted.secret().reveal(),
        key.hint(),
        key.scopes().stream().sorted().map(Scope::wire).toList(),
        key.expiresAt());
  }
}
