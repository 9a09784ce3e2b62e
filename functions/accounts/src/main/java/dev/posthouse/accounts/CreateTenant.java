package dev.posthouse.accounts;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.StoreBusyException;
import dev.posthouse.domain.Ulids;
import dev.posthouse.domain.outbound.JobIds;
import dev.posthouse.domain.tenant.ApiKey;
import dev.posthouse.domain.tenant.BillingState;
import dev.posthouse.domain.tenant.KeyId;
import dev.posthouse.domain.tenant.KeySecret;
import dev.posthouse.domain.tenant.OutboundStatus;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.domain.tenant.Tenant;
import dev.posthouse.domain.tenant.TenantId;
import dev.posthouse.domain.tenant.Tenants;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Makes a tenant and its first key, by the operator's word.
///
/// The operator vouches for tenants made here, so that they start where others get by payment and
/// review: `paid_active` and `external_enabled`. Who is to start restricted is made
/// `internal_only`, and `free` then.
///
/// With an idempotency key the tenant's id follows from that key, so that the condition under which
/// it is put is the idempotency record: of any number of repetitions, however close together, one
/// makes the tenant and sees the secret.
final class CreateTenant {
  private static final String FIRST_KEY = "first key";

  private final Tenants tenants;
  private final Ulids ulids;
  private final InstantSource clock;
  private final RandomGenerator random;

  CreateTenant(Tenants tenants, Ulids ulids, InstantSource clock, RandomGenerator random) {
    this.tenants = tenants;
    this.ulids = ulids;
    this.clock = clock;
    this.random = random;
  }

  CreateTenantResult create(CreateTenantRequest request, Optional<String> idempotencyKey) {
    Tenant tenant = tenant(request, idempotencyKey);
    KeySecret secret = KeySecret.draw(random);
    var key =
        new ApiKey(
            new KeyId(KeyId.PREFIX + ulids.next()),
            tenant.id(),
            FIRST_KEY,
            secret.hint(),
            EnumSet.allOf(Scope.class),
            tenant.createdAt(),
            null);
    return tenants.create(tenant, key, secret)
        ? new CreateTenantResult.Created(tenant, key, secret)
        : repeated(tenant);
  }

  private Tenant tenant(CreateTenantRequest request, Optional<String> idempotencyKey) {
    OutboundStatus status = Objects.requireNonNull(request.outboundStatus());
    Instant now = clock.instant();
    String id =
        idempotencyKey
            .map(key -> JobIds.sha256("POST /v1/tenants\0" + key).substring(0, Ulids.LENGTH))
            .orElseGet(ulids::next);
    return new Tenant(
        new TenantId(TenantId.PREFIX + id),
        Objects.requireNonNull(request.name()),
        EmailAddress.parse(Objects.requireNonNull(request.operatorEmail())),
        status == OutboundStatus.EXTERNAL_ENABLED ? BillingState.PAID_ACTIVE : BillingState.FREE,
        status,
        Set.of(),
        now);
  }

  /// The outbound status may have changed since and says nothing; name and address do not change.
  private CreateTenantResult repeated(Tenant asked) {
    Tenant there =
        tenants
            .find(asked.id())
            .orElseThrow(() -> new StoreBusyException("the tenant was there a moment ago"));
    return there.name().equals(asked.name()) && there.operatorEmail().equals(asked.operatorEmail())
        ? new CreateTenantResult.AlreadyThere(asked.id())
        : new CreateTenantResult.KeyReused();
  }
}
