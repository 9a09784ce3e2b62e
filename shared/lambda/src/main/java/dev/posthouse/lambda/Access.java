package dev.posthouse.lambda;

import dev.posthouse.domain.tenant.ApiKey;
import dev.posthouse.domain.tenant.KeySecret;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.domain.tenant.Tenants;
import java.time.InstantSource;

/// Tells who is calling.
public final class Access {
  private final Tenants tenants;
  private final InstantSource clock;

  public Access(Tenants tenants, InstantSource clock) {
    this.tenants = tenants;
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
}
