package dev.posthouse.accounts;

import dev.posthouse.domain.tenant.ApiKey;
import dev.posthouse.domain.tenant.KeySecret;
import dev.posthouse.domain.tenant.Scope;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A key as it is shown once.
record KeyView(
    String keyId,
    String tenantId,
    String name,
    String key,
    String hint,
    List<String> scopes,
    @Nullable Instant expiresAt) {
  static KeyView of(ApiKey key, KeySecret secret) {
    return new KeyView(
        key.id().value(),
        key.tenant().value(),
        key.name(),
        secret.reveal(),
        key.hint(),
        key.scopes().stream().map(Scope::wire).sorted().toList(),
        key.expiresAt());
  }
}
