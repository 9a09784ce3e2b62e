package dev.posthouse.accounts;

import dev.posthouse.domain.Ulids;
import dev.posthouse.domain.outbound.JobIds;
import dev.posthouse.domain.tenant.ApiKey;
import dev.posthouse.domain.tenant.KeyId;
import dev.posthouse.domain.tenant.KeySecret;
import dev.posthouse.domain.tenant.TenantId;
import dev.posthouse.domain.tenant.Tenants;
import dev.posthouse.domain.tenant.Tenants.KeyAddition;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Mints another key of a tenant, by the operator's word.
///
/// As with [CreateTenant], an idempotency key gives the key its id, and the condition under which
/// it is put is the idempotency record.
final class MintKey {
  private final Tenants tenants;
  private final Ulids ulids;
  private final InstantSource clock;
  private final RandomGenerator random;

  MintKey(Tenants tenants, Ulids ulids, InstantSource clock, RandomGenerator random) {
    this.tenants = tenants;
    this.ulids = ulids;
    this.clock = clock;
    this.random = random;
  }

  MintKeyResult mint(TenantId tenant, MintKeyRequest request, Optional<String> idempotencyKey) {
    KeySecret secret = KeySecret.draw(random);
    String id = idempotencyKey.map(key -> keyed(tenant, key)).orElseGet(ulids::next);
    var key =
        new ApiKey(
            new KeyId(KeyId.PREFIX + id),
            tenant,
            Objects.requireNonNull(request.name()),
            secret.hint(),
            request.granted(),
            clock.instant(),
            request.expiresAt());
    return switch (tenants.addKey(key, secret)) {
      case KeyAddition.Added() -> new MintKeyResult.Minted(key, secret);
      case KeyAddition.AlreadyThere(ApiKey there) when sameRequest(there, key) ->
          new MintKeyResult.AlreadyThere(there.id());
      case KeyAddition.AlreadyThere _ -> new MintKeyResult.KeyReused();
      case KeyAddition.NoSuchTenant() -> new MintKeyResult.NoSuchTenant();
    };
  }

  private static String keyed(TenantId tenant, String idempotencyKey) {
    String name = String.join("\0", "POST /v1/tenants/{tenantId}/keys", tenant.value());
    return JobIds.sha256(name + "\0" + idempotencyKey).substring(0, Ulids.LENGTH);
  }

  private static boolean sameRequest(ApiKey there, ApiKey asked) {
    return there.name().equals(asked.name())
        && there.scopes().equals(asked.scopes())
        && Objects.equals(there.expiresAt(), asked.expiresAt());
  }
}
