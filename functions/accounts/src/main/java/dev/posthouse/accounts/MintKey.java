package dev.posthouse.accounts;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.Ulids;
import dev.posthouse.domain.identity.Handle;
import dev.posthouse.domain.identity.Identities;
import dev.posthouse.domain.identity.Identity;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.outbound.JobIds;
import dev.posthouse.domain.tenant.ApiKey;
import dev.posthouse.domain.tenant.KeyBudget;
import dev.posthouse.domain.tenant.KeyId;
import dev.posthouse.domain.tenant.KeyLimits;
import dev.posthouse.domain.tenant.KeySecret;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.domain.tenant.TenantId;
import dev.posthouse.domain.tenant.Tenants;
import dev.posthouse.domain.tenant.Tenants.KeyAddition;
import dev.posthouse.lambda.Problem;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Mints another key of a tenant, by the operator's word or with a key of that tenant, which cannot
/// mint a wider one.
///
/// As with [CreateTenant], an idempotency key gives the key its id, and the condition under which
/// it is put is the idempotency record.
final class MintKey {
  private final Tenants tenants;
  private final Identities identities;
  private final Ulids ulids;
  private final InstantSource clock;
  private final RandomGenerator random;

  MintKey(
      Tenants tenants,
      Identities identities,
      Ulids ulids,
      InstantSource clock,
      RandomGenerator random) {
    this.tenants = tenants;
    this.identities = identities;
    this.ulids = ulids;
    this.clock = clock;
    this.random = random;
  }

  /// @param minter the key it is minted with; empty: by the operator
  /// @throws dev.posthouse.lambda.ProblemException 400 naming the field, if an identity is not one
  ///   of the tenant's
  MintKeyResult mint(
      TenantId tenant,
      Optional<ApiKey> minter,
      MintKeyRequest request,
      Optional<String> idempotencyKey) {
    var id =
        new KeyId(
            KeyId.PREFIX + idempotencyKey.map(key -> keyed(tenant, key)).orElseGet(ulids::next));
    KeyLimits limits = limits(tenant, minter, request, id);
    KeySecret secret = KeySecret.draw(limits.kind(), random);
    var key =
        new ApiKey(
            id,
            tenant,
            request.line(),
            secret.hint(),
            request.granted(minter.map(ApiKey::scopes).orElse(EnumSet.allOf(Scope.class))),
            limits,
            clock.instant(),
            request.expiresAt() == null
                ? minter.map(ApiKey::expiresAt).orElse(null)
                : request.expiresAt());
    List<String> wider = minter.map(key::widerThan).orElse(List.of());
    if (!wider.isEmpty()) {
      return new MintKeyResult.Wider(wider);
    }
    return switch (tenants.addKey(key, secret)) {
      case KeyAddition.Added() -> new MintKeyResult.Minted(key, secret);
      case KeyAddition.AlreadyThere(ApiKey there) when sameRequest(there, key) ->
          new MintKeyResult.AlreadyThere(there.id());
      case KeyAddition.AlreadyThere _ -> new MintKeyResult.KeyReused();
      case KeyAddition.NoSuchTenant() -> new MintKeyResult.NoSuchTenant();
    };
  }

  private KeyLimits limits(
      TenantId tenant, Optional<ApiKey> minter, MintKeyRequest request, KeyId id) {
    KeyLimits widest = minter.map(ApiKey::limits).orElse(KeyLimits.NONE);
    return new KeyLimits(
        request.identities() == null
            ? widest.identities()
            : resolved(tenant, minter, request.identities()),
        request.recipientDomains() == null
            ? widest.recipientDomains()
            : Set.copyOf(request.recipientDomains()),
        budget(request.budget(), widest.budget(), id),
        Optional.empty(),
        request.test() == null ? widest.test() : request.test());
  }

  private static Optional<KeyBudget> budget(
      MintKeyRequest.@Nullable Budget asked, Optional<KeyBudget> widest, KeyId id) {
    return asked == null
        ? widest
        : Optional.of(
            new KeyBudget(
                count(asked.sendsPerDay()),
                count(asked.newRecipientsPerDay()),
                widest.map(KeyBudget::pot).orElse(id)));
  }

  private static OptionalInt count(@Nullable Integer count) {
    return count == null ? OptionalInt.empty() : OptionalInt.of(count);
  }

  /// To a bound key, identities it may not use are not there.
  private Set<IdentityId> resolved(TenantId tenant, Optional<ApiKey> minter, List<String> handles) {
    var ids = new HashSet<IdentityId>();
    for (int i = 0; i < handles.size(); i++) {
      int index = i;
      ids.add(
          EmailAddress.tryParse(handles.get(i))
              .map(address -> new Handle(address.canonical()))
              .flatMap(identities::find)
              .filter(identity -> identity.roster().tenant().equals(tenant))
              .map(Identity::id)
              .filter(id -> minter.map(key -> key.limits().allows(id)).orElse(true))
              .orElseThrow(() ->
                  Problem.invalidField(
                          "identities[" + index + "]", "is no identity of this tenant's")
                      .asException()));
    }
    return ids;
  }

  private static String keyed(TenantId tenant, String idempotencyKey) {
    String name = String.join("\0", "POST /v1/tenants/{tenantId}/keys", tenant.value());
    return JobIds.sha256(name + "\0" + idempotencyKey).substring(0, Ulids.LENGTH);
  }

  private static boolean sameRequest(ApiKey there, ApiKey asked) {
    return there.name().equals(asked.name())
        && there.scopes().equals(asked.scopes())
        && there.limits().equals(asked.limits())
        && Objects.equals(there.expiresAt(), asked.expiresAt());
  }
}
