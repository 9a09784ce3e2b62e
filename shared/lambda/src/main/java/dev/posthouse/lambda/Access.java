package dev.posthouse.lambda;

import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.identity.Owners;
import dev.posthouse.domain.tenant.ApiKey;
import dev.posthouse.domain.tenant.KeySecret;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.domain.tenant.TenantId;
import dev.posthouse.domain.tenant.Tenants;
import java.time.InstantSource;
import java.util.Optional;

/// Tells who is calling.
public final class Access {
  private final Tenants tenants;
  private final Owners owners;
  private final InstantSource clock;

  public Access(Tenants tenants, Owners owners, InstantSource clock) {
    this.tenants = tenants;
    this.owners = owners;
    this.clock = clock;
  }

  /// The key the request bears, as of now. What it may do is asked with [#demand(ApiKey, Scope)].
  ///
  /// @throws ProblemException 401 if there is none, it is unknown, or its time is over
  public ApiKey authenticate(HttpRequest request) {
    ApiKey key =
        KeySecret.parse(request.bearer())
            .flatMap(tenants::key)
            .orElseThrow(() ->
                Problem.of(ProblemCode.INVALID_TOKEN, "This key is unknown, or was mistyped.")
                    .asException());
    if (key.expiredAt(clock.instant())) {
      throw Problem.of(ProblemCode.EXPIRED_TOKEN, "This key has expired.").asException();
    }
    request.note("tenant", key.tenant().value());
    request.note("key", key.id().value());
    if (request.paramIfAny("handle").isEmpty()) {
      key.limits().mailbox().ifPresent(id -> request.note("identity", owners.name(id)));
    }
    return key;
  }

  /// The key the request bears, if it has the scope.
  ///
  /// @throws ProblemException 401 as [#authenticate], 403 `missing_scope`
  public ApiKey authenticate(HttpRequest request, Scope scope) {
    ApiKey key = authenticate(request);
    demand(key, scope);
    return key;
  }

  /// Refuses a key that does not have the scope.
  ///
  /// @throws ProblemException 403 `missing_scope`
  public static void demand(ApiKey key, Scope scope) {
    if (!key.scopes().contains(scope)) {
      throw Problem.of(
              ProblemCode.MISSING_SCOPE, "This key does not have the scope " + scope.wire() + ".")
          .asException();
    }
  }

  /// Refuses a key that may not use that identity, as if it were not there.
  ///
  /// @param owner whose identity it is
  /// @throws ProblemException 404
  public static void demandIdentity(ApiKey key, TenantId owner, IdentityId identity) {
    if (!key.reaches(owner, identity)) {
      throw Problem.of(ProblemCode.NOT_FOUND, "This key has no identity with that name.")
          .asException();
    }
  }

  /// The mailbox that `self` stands for: the one a token is bound to, or the one identity of a key.
  ///
  /// @throws ProblemException 403 `no_mailbox` if there are several or none
  public static IdentityId self(ApiKey key) {
    return key.limits()
        .mailbox()
        .or(() ->
            key.limits().identities().size() == 1
                ? key.limits().identities().stream().findFirst()
                : Optional.empty())
        .orElseThrow(() ->
            Problem.of(
                    ProblemCode.NO_MAILBOX,
                    "This key is not bound to one mailbox, so none is its self.")
                .asException());
  }

  /// Refuses a key that is bound to certain identities, for what concerns the tenant as a whole.
  ///
  /// @throws ProblemException 403 `wider_than_key`
  public static void demandUnbound(ApiKey key) {
    if (key.limits().bound()) {
      throw Problem.of(
              ProblemCode.WIDER_THAN_KEY,
              "This key is bound to certain identities, and makes none.")
          .asException();
    }
  }
}
