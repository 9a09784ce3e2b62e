package dev.posthouse.identities;

import dev.posthouse.domain.Ulids;
import dev.posthouse.domain.identity.Identities;
import dev.posthouse.domain.identity.Identity;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.identity.LocalParts;
import dev.posthouse.domain.identity.PoolPlan;
import dev.posthouse.domain.outbound.JobIds;
import dev.posthouse.domain.pool.Restraints;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.tenant.Tenant;
import dev.posthouse.domain.tenant.TenantId;
import dev.posthouse.domain.tenant.Tenants;
import dev.posthouse.identities.CreateIdentityRequest.Asked;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Makes an identity and its pool.
///
/// The handle's item decides who gets it, whatever the concurrency. The pool takes several
/// transactions, so the identity stays `provisioning` until the last one: should one fail, the same
/// request under the same idempotency key goes on where it stopped. The identity's id follows from
/// that key, and the identity remembers the request that made it.
final class CreateIdentity {
  private final Tenants tenants;
  private final Identities identities;
  private final FillPool fillPool;
  private final Domains domains;
  private final int mailboxDailyMax;
  private final Ulids ulids;
  private final InstantSource clock;

  CreateIdentity(
      Tenants tenants,
      Identities identities,
      FillPool fillPool,
      Domains domains,
      int mailboxDailyMax,
      Ulids ulids,
      InstantSource clock) {
    this.tenants = tenants;
    this.identities = identities;
    this.fillPool = fillPool;
    this.domains = domains;
    this.mailboxDailyMax = mailboxDailyMax;
    this.ulids = ulids;
    this.clock = clock;
  }

  /// @throws dev.posthouse.lambda.ProblemException 400 naming the field, 422 for too few domains
  CreateIdentityResult create(TenantId tenant, Asked asked, Optional<String> idempotencyKey) {
    domains.demand(asked);
    Optional<IdentityId> keyed = idempotencyKey.map(key -> keyed(tenant, key));
    Optional<CreateIdentityResult> known =
        keyed.flatMap(identities::roster).map(made -> repeated(made, asked));
    if (known.isPresent()) {
      return known.get();
    }
    if (!tenants.find(tenant).map(Tenant::mayRotate).orElse(false)) {
      return new CreateIdentityResult.NotEnabled();
    }
    PoolPlan plan = plan(asked);
    IdentityId id = keyed.orElseGet(() -> new IdentityId(IdentityId.PREFIX + ulids.next()));
    Identity identity = blank(id, tenant, asked, clock.instant());
    if (!identities.create(identity)) {
      // Taken by somebody else, or a moment ago by this very request.
      return keyed
          .flatMap(identities::roster)
          .map(made -> repeated(made, asked))
          .orElseGet(CreateIdentityResult.HandleTaken::new);
    }
    fillPool.fill(identity.roster(), plan);
    return new CreateIdentityResult.Created(asCreated(identity, plan), false);
  }

  private PoolPlan plan(Asked asked) {
    return new PoolPlan(
        asked.tier(),
        Math.min(asked.tier().mailboxDailyMax(), mailboxDailyMax),
        domains.of(asked),
        LocalParts.of(asked.displayName(), asked.handle()),
        domains.instant());
  }

  /// Answers a key that made an identity before, and completes what that request had to leave.
  private CreateIdentityResult repeated(Roster made, Asked asked) {
    Optional<Identity> there =
        identities
            .find(made.handle())
            .filter(identity -> identity.createdBy().equals(fingerprint(asked)));
    if (there.isEmpty()) {
      return new CreateIdentityResult.KeyReused();
    }
    PoolPlan plan = plan(asked);
    fillPool.fill(there.get().roster(), plan);
    Identity blank = blank(made.identity(), made.tenant(), asked, there.get().createdAt());
    return new CreateIdentityResult.Created(asCreated(blank, plan), true);
  }

  private static IdentityId keyed(TenantId tenant, String idempotencyKey) {
    String name = String.join("\0", "POST /v1/identities", tenant.value(), idempotencyKey);
    return new IdentityId(IdentityId.PREFIX + JobIds.sha256(name).substring(0, Ulids.LENGTH));
  }

  private static String fingerprint(Asked asked) {
    return JobIds.sha256(
        String.join(
            "\0",
            asked.handle().value(),
            asked.displayName(),
            asked.tier().name(),
            String.join(" ", asked.domains()),
            asked.pacing().toString()));
  }

  /// The identity before it has a pool.
  private static Identity blank(IdentityId id, TenantId tenant, Asked asked, Instant createdAt) {
    var roster =
        new Roster(
            id,
            tenant,
            asked.handle(),
            asked.displayName(),
            IdentityState.PROVISIONING,
            asked.tier().dailyCap(),
            1,
            List.of(),
            Restraints.NONE.paced(asked.pacing()));
    return new Identity(asked.handle(), asked.tier().name(), createdAt, fingerprint(asked), roster);
  }

  /// The identity with its pool, as every answer to its request shows it.
  private static Identity asCreated(Identity blank, PoolPlan plan) {
    Roster empty = blank.roster();
    Roster full =
        empty.next(
            plan.instant() ? IdentityState.ACTIVE : IdentityState.PROVISIONING,
            empty.displayName(),
            empty.dailyCap(),
            plan.next(empty, Set.of(), plan.tier().mailboxes()));
    return blank.with(full);
  }
}
