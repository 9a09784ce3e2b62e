package dev.posthouse.accounts;

import dev.posthouse.domain.tenant.ApiKey;
import dev.posthouse.domain.tenant.KeySecret;
import dev.posthouse.domain.tenant.Tenant;
import dev.posthouse.domain.tenant.TenantId;

/// What became of a request for a tenant.
sealed interface CreateTenantResult {
  /// It is there, and so is its first key.
  record Created(Tenant tenant, ApiKey key, KeySecret secret) implements CreateTenantResult {}

  /// The same request made it before.
  record AlreadyThere(TenantId id) implements CreateTenantResult {}

  /// Another request came under the same idempotency key before.
  record KeyReused() implements CreateTenantResult {}
}
