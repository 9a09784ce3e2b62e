package dev.posthouse.identities;

import dev.posthouse.domain.Id;
import dev.posthouse.domain.identity.Identities;
import dev.posthouse.domain.identity.Identity;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.tenant.ApiKey;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.domain.tenant.TenantId;
import dev.posthouse.lambda.Access;
import dev.posthouse.lambda.Cursor;
import dev.posthouse.lambda.HttpFunction;
import dev.posthouse.lambda.HttpRequest;
import dev.posthouse.lambda.HttpResponse;
import dev.posthouse.lambda.Platform;
import dev.posthouse.lambda.Problem;
import dev.posthouse.lambda.SdkFaults;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Identities and their pools. A tenant makes its identities, reads and pauses them; what is in a
/// pool the operator decides ([PoolRoutes]).
public final class IdentitiesHandler extends HttpFunction {
  private static final int CREATED = 201;
  private static final int LIMIT_DEFAULT = 50;
  private static final int LIMIT_MAX = 200;

  private final Access access;
  private final Identities identities;
  private final Ownership ownership;
  private final CreateIdentity createIdentity;
  private final ChangeIdentity changeIdentity;

  /// For Lambda: runs once per environment, before the SnapStart snapshot.
  public IdentitiesHandler() {
    this(Platform.lambda());
  }

  /// Wires the function on the given platform.
  public IdentitiesHandler(Platform platform) {
    this(platform, IdentitiesWiring.of(platform));
  }

  IdentitiesHandler(Platform platform, IdentitiesWiring wiring) {
    super(platform, SdkFaults::classify);
    this.access = wiring.access();
    this.identities = wiring.identities();
    this.ownership = wiring.ownership();
    this.createIdentity = wiring.createIdentity();
    this.changeIdentity = wiring.changeIdentity();
    PoolRoutes pool = wiring.poolRoutes();
    route("POST /v1/identities", this::create);
    route("GET /v1/identities", this::list);
    route("GET /v1/identities/{handle}", this::get);
    route("PATCH /v1/identities/{handle}", this::change);
    route("GET /v1/identities/{handle}/pool", pool::show);
    route("POST /v1/identities/{handle}/pool", pool::add);
    route("PATCH /v1/identities/{handle}/pool/{address}", pool::change);
  }

  private HttpResponse create(HttpRequest request) {
    ApiKey key = access.authenticate(request, Scope.IDENTITY_WRITE);
    Access.demandUnbound(key);
    CreateIdentityRequest body = request.json(CreateIdentityRequest.class);
    Optional<String> idempotencyKey = request.idempotencyKey(null);
    request.note("identity", body.asked().handle().value());
    CreateIdentityResult result = createIdentity.create(key.tenant(), body.asked(), idempotencyKey);
    if (result instanceof CreateIdentityResult.Created(Identity identity, boolean replayed)) {
      HttpResponse answer = HttpResponse.json(CREATED, IdentityView.of(identity));
      return replayed ? answer.header("idempotent-replayed", "true") : answer;
    }
    throw IdentityProblems.of(result).asException();
  }

  private HttpResponse list(HttpRequest request) {
    ApiKey key = access.authenticate(request, Scope.IDENTITY_READ);
    TenantId tenant = key.tenant();
    int limit = request.limit(LIMIT_DEFAULT, LIMIT_MAX);
    String query = "GET /v1/identities\0" + tenant.value();
    Optional<IdentityId> after =
        request.query("cursor").map(cursor -> place(Cursor.open(cursor, query)));
    // One more than asked for tells whether there is a next page.
    List<Identity> found = identities.list(tenant, after, limit + 1);
    List<Identity> page = found.subList(0, Math.min(limit, found.size()));
    @Nullable String next =
        found.size() > limit ? Cursor.seal(page.getLast().id().value(), query) : null;
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put(
        "items",
        page.stream()
            .filter(identity -> key.reaches(tenant, identity.id()))
            .map(IdentityView::of)
            .toList());
    body.put("nextCursor", next);
    return HttpResponse.json(200, body);
  }

  private static IdentityId place(String place) {
    if (!Id.hasShape(IdentityId.PREFIX, place)) {
      throw Problem.invalidField("cursor", "is a nextCursor of this very query").asException();
    }
    return new IdentityId(place);
  }

  private HttpResponse get(HttpRequest request) {
    ApiKey key = access.authenticate(request, Scope.IDENTITY_READ);
    return HttpResponse.json(200, IdentityView.of(ownership.find(request, key)));
  }

  private HttpResponse change(HttpRequest request) {
    ApiKey key = access.authenticate(request, Scope.IDENTITY_WRITE);
    Identity identity = ownership.find(request, key);
    ChangeIdentityRequest body = request.json(ChangeIdentityRequest.class);
    Identity after = changeIdentity.change(identity, body);
    return HttpResponse.json(200, IdentityView.of(after));
  }
}
