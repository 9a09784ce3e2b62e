package dev.posthouse.identities;

import dev.posthouse.domain.Id;
import dev.posthouse.domain.identity.Identities;
import dev.posthouse.domain.identity.Identity;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.identity.Terms;
import dev.posthouse.domain.outbound.OutboundJob;
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
import java.time.InstantSource;
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
  private final DeleteIdentity deleteIdentity;
  private final Terms terms;
  private final int mailboxDailyMax;
  private final InstantSource clock;

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
    this.deleteIdentity = wiring.deleteIdentity();
    this.terms = wiring.terms();
    this.mailboxDailyMax = wiring.mailboxDailyMax();
    this.clock = platform.clock();
    PoolRoutes pool = wiring.poolRoutes();
    DomainRoutes domains = wiring.domainRoutes();
    route("POST /v1/identities", this::create);
    route("GET /v1/identities", this::list);
    route("GET /v1/identities/{handle}", this::get);
    route("PATCH /v1/identities/{handle}", this::change);
    route("DELETE /v1/identities/{handle}", this::delete);
    route("GET /v1/identities/{handle}/usage", wiring.usageRoute()::show);
    route("GET /v1/identities/{handle}/domains", domains::list);
    route("POST /v1/identities/{handle}/domains", domains::add);
    route("POST /v1/identities/{handle}/domains/{domain}/verify", domains::verify);
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
      HttpResponse answer = HttpResponse.json(CREATED, created(identity));
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
            .map(this::view)
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
    Identity identity = ownership.find(request, key);
    return HttpResponse.json(
        200,
        IdentityView.of(
            identity,
            OutboundJob.dayOf(clock.instant()),
            mailboxDailyMax,
            terms.find(identity.id())));
  }

  private HttpResponse change(HttpRequest request) {
    ApiKey key = access.authenticate(request, Scope.IDENTITY_WRITE);
    Identity identity = ownership.find(request, key);
    ChangeIdentityRequest body = request.json(ChangeIdentityRequest.class);
    Identity after = changeIdentity.change(identity, body);
    return HttpResponse.json(200, view(after));
  }

  private HttpResponse delete(HttpRequest request) {
    ApiKey key = access.authenticate(request, Scope.IDENTITY_WRITE);
    Identity after = deleteIdentity.delete(ownership.find(request, key));
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("identity", view(after));
    body.put(
        "queuedMail",
        "fails at its time, told by email.send_failed_permanently; cancel it to be told at once");
    body.put("received", "goes on: mailboxes receive, conversations stay readable");
    body.put(
        "domains",
        "stay yours; their records may be removed from your zone. One registered here stays in the"
            + " operator's account until its year is over, and is not renewed");
    return HttpResponse.json(200, body);
  }

  private IdentityView view(Identity identity) {
    return IdentityView.of(identity, OutboundJob.dayOf(clock.instant()), mailboxDailyMax);
  }

  /// As every answer to the same request shows it, whenever it comes.
  private IdentityView created(Identity identity) {
    return IdentityView.of(identity, OutboundJob.dayOf(identity.createdAt()), mailboxDailyMax);
  }
}
