package dev.posthouse.accounts;

import dev.posthouse.domain.Id;
import dev.posthouse.domain.identity.Identities;
import dev.posthouse.domain.tenant.ApiKey;
import dev.posthouse.domain.tenant.KeyId;
import dev.posthouse.domain.tenant.KeyLimits;
import dev.posthouse.domain.tenant.KeyRing;
import dev.posthouse.domain.tenant.KeyRings;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.domain.tenant.TenantId;
import dev.posthouse.lambda.Access;
import dev.posthouse.lambda.Cursor;
import dev.posthouse.lambda.HttpRequest;
import dev.posthouse.lambda.HttpResponse;
import dev.posthouse.lambda.Problem;
import dev.posthouse.lambda.ProblemCode;
import dev.posthouse.lambda.ProblemException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A tenant's keys. A key that is bound to identities knows of no key that is not bound to some of
/// them.
final class KeyRoutes {
  private static final int LIMIT_DEFAULT = 50;
  private static final int LIMIT_MAX = 200;

  private final Access access;
  private final KeyRings rings;
  private final Identities identities;
  private final MintKey mintKey;
  private final RotateToken rotateToken;
  private final InstantSource clock;

  KeyRoutes(
      Access access,
      KeyRings rings,
      Identities identities,
      MintKey mintKey,
      RotateToken rotateToken,
      InstantSource clock) {
    this.access = access;
    this.rings = rings;
    this.identities = identities;
    this.mintKey = mintKey;
    this.rotateToken = rotateToken;
    this.clock = clock;
  }

  HttpResponse mint(HttpRequest request) {
    ApiKey key = access.authenticate(request, Scope.KEYS_WRITE);
    if (key.limits().mailbox().isPresent()) {
      throw Problem.of(ProblemCode.WIDER_THAN_KEY, "The token of a mailbox mints no keys.")
          .asException();
    }
    return mint(request, key.tenant(), Optional.of(key));
  }

  /// Mints a key by the operator's word.
  HttpResponse mint(HttpRequest request, TenantId tenant) {
    return mint(request, tenant, Optional.empty());
  }

  private HttpResponse mint(HttpRequest request, TenantId tenant, Optional<ApiKey> minter) {
    MintKeyRequest body = request.json(MintKeyRequest.class);
    body.demandOpen(clock.instant());
    return switch (mintKey.mint(tenant, minter, body, request.idempotencyKey(null))) {
      case MintKeyResult.Minted minted -> {
        request.note("tenant", tenant.value());
        request.note("minted", minted.key().id().value());
        yield Secrets.created(new KeyView.Views(identities).show(minted.key(), minted.secret()));
      }
      case MintKeyResult.AlreadyThere(KeyId id) ->
          throw Secrets.alreadyMade(
              id, "If the secret is lost, mint another key under a new Idempotency-Key.");
      case MintKeyResult.KeyReused() -> throw Secrets.keyReused();
      case MintKeyResult.Wider(List<String> fields) -> throw wider(fields);
      case MintKeyResult.NoSuchTenant() -> throw Secrets.noSuchTenant();
    };
  }

  private static ProblemException wider(List<String> fields) {
    Problem problem =
        Problem.of(
            ProblemCode.WIDER_THAN_KEY,
            "No key mints a wider one; wider are: " + String.join(", ", fields) + ".");
    for (String field : fields) {
      problem = problem.withError(field, ProblemCode.WIDER_THAN_KEY, "is wider than your key's");
    }
    return problem.asException();
  }

  HttpResponse list(HttpRequest request) {
    ApiKey key = access.authenticate(request, Scope.KEYS_WRITE);
    int limit = request.limit(LIMIT_DEFAULT, LIMIT_MAX);
    String query = "GET /v1/keys\0" + key.tenant().value();
    Optional<KeyId> after =
        request.query("cursor").map(cursor -> place(Cursor.open(cursor, query)));
    // One more than asked for tells whether there is a next page.
    List<KeyRing> found = rings.list(key.tenant(), after, limit + 1);
    List<KeyRing> page = found.subList(0, Math.min(limit, found.size()));
    var views = new KeyView.Views(identities);
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put(
        "items",
        page.stream()
            .map(KeyRing::current)
            .filter(other -> knows(key, other))
            .map(other -> views.show(other, null))
            .toList());
    body.put(
        "nextCursor",
        found.size() > limit ? Cursor.seal(page.getLast().key().id().value(), query) : null);
    return HttpResponse.json(200, body);
  }

  private static KeyId place(String place) {
    if (!Id.hasShape(KeyId.PREFIX, place)) {
      throw Problem.invalidField("cursor", "is a nextCursor of this very query").asException();
    }
    return new KeyId(place);
  }

  HttpResponse delete(HttpRequest request) {
    ApiKey key = access.authenticate(request, Scope.KEYS_WRITE);
    String id = request.param("keyId");
    Optional<KeyRing> ring =
        Optional.of(id)
            .filter(text -> Id.hasShape(KeyId.PREFIX, text))
            .flatMap(text -> rings.find(key.tenant(), new KeyId(text)))
            .filter(found -> knows(key, found.key()));
    if (ring.isEmpty() || !rotateToken.revokeAll(ring.get())) {
      throw Problem.of(ProblemCode.NOT_FOUND, "This tenant has no key with that id.").asException();
    }
    request.note("revoked", id);
    return HttpResponse.noContent();
  }

  private static boolean knows(ApiKey key, ApiKey other) {
    KeyLimits theirs = other.limits();
    return !key.limits().bound()
        || key.id().equals(other.id())
        || (theirs.bound()
            && theirs.identities().stream().allMatch(key.limits()::allows)
            && theirs.mailbox().map(key.limits()::allows).orElse(true));
  }
}
