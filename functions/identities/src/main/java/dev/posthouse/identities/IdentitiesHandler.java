package dev.posthouse.identities;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.Id;
import dev.posthouse.domain.Ulids;
import dev.posthouse.domain.identity.Handle;
import dev.posthouse.domain.identity.Identities;
import dev.posthouse.domain.identity.Identity;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.identity.Tier;
import dev.posthouse.domain.identity.Tiers;
import dev.posthouse.domain.outbound.JobIds;
import dev.posthouse.domain.outbound.OutboundJob;
import dev.posthouse.domain.outbound.Outbox;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.tenant.ApiKey;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.domain.tenant.Tenant;
import dev.posthouse.domain.tenant.Tenants;
import dev.posthouse.dynamodb.Backoff;
import dev.posthouse.dynamodb.DynamoDbClients;
import dev.posthouse.dynamodb.DynamoIdentities;
import dev.posthouse.dynamodb.DynamoOutbox;
import dev.posthouse.dynamodb.DynamoTenants;
import dev.posthouse.dynamodb.Table;
import dev.posthouse.lambda.Access;
import dev.posthouse.lambda.AdminKey;
import dev.posthouse.lambda.Cursor;
import dev.posthouse.lambda.HttpFunction;
import dev.posthouse.lambda.HttpRequest;
import dev.posthouse.lambda.HttpResponse;
import dev.posthouse.lambda.Json;
import dev.posthouse.lambda.Platform;
import dev.posthouse.lambda.Problem;
import dev.posthouse.lambda.ProblemCode;
import dev.posthouse.lambda.ProblemException;
import dev.posthouse.lambda.SdkFaults;
import dev.posthouse.lambda.Settings;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Rotated identities: make one, list and read them, pause one, see its pool; and for the operator,
/// change the pool.
public final class IdentitiesHandler extends HttpFunction {
  /// Names that mean somebody else, by RFC 2142 and by custom.
  private static final Set<String> RESERVED =
      Set.of(
          "abuse",
          "admin",
          "administrator",
          "hostmaster",
          "mailer-daemon",
          "no-reply",
          "noreply",
          "postmaster",
          "root",
          "security",
          "support",
          "webmaster");

  private static final int LIMIT_DEFAULT = 50;
  private static final int LIMIT_MAX = 200;
  private static final String LIST = "identities";

  private final Access access;
  private final AdminKey adminKey;
  private final Tenants tenants;
  private final Identities identities;
  private final Outbox outbox;
  private final CreateIdentity createIdentity;
  private final ChangePool changePool;
  private final InstantSource clock;
  private final Ulids ulids;
  private final String platformDomain;
  private final boolean instant;
  private final PoolRoutes poolRoutes;

  /// For Lambda: runs once per environment, before the SnapStart snapshot.
  public IdentitiesHandler() {
    this(Platform.lambda());
  }

  /// Wires the function on the given platform.
  public IdentitiesHandler(Platform platform) {
    super(platform, SdkFaults::classify);
    Settings settings = Settings.of(platform);
    var dynamoDb = platform.client(DynamoDbClient.class, DynamoDbClients::create);
    var table =
        new Table(dynamoDb, settings.required("TABLE_NAME"), new Backoff(platform.random()));
    this.clock = platform.clock();
    this.ulids = new Ulids(clock, platform.random());
    this.tenants = new DynamoTenants(table);
    this.access = new Access(tenants, clock);
    this.adminKey = new AdminKey(settings.orElse("ADMIN_KEY", ""));
    this.identities = new DynamoIdentities(table);
    this.outbox = new DynamoOutbox(table);
    this.platformDomain = settings.required("PLATFORM_DOMAIN");
    this.instant = settings.orElse("PROVISIONING", "manual").equals("instant");
    this.createIdentity = new CreateIdentity(identities, ulids, clock, instant);
    this.changePool = new ChangePool(identities, clock);
    this.poolRoutes = new PoolRoutes(changePool, platform.log());
    route("POST /v1/identities", this::create);
    route("GET /v1/identities", this::list);
    route("GET /v1/identities/{handle}", this::get);
    route("PATCH /v1/identities/{handle}", this::patch);
    route("GET /v1/identities/{handle}/pool", this::pool);
    route("POST /v1/identities/{handle}/pool", this::addMailbox);
    route("PATCH /v1/identities/{handle}/pool/{address}", this::changeMailbox);
  }

  private HttpResponse create(HttpRequest request) {
    ApiKey key = access.authenticate(request, Scope.IDENTITY_WRITE);
    IdentityRequest body = request.json(IdentityRequest.class);
    Tenant tenant = tenants.find(key.tenant()).orElseThrow();
    if (!tenant.mayRotate()) {
      throw Problem.of(
              ProblemCode.EXTERNAL_SEND_NOT_ENABLED,
              "Rotated identities need a tenant that is paid_active and external_enabled.")
          .asException();
    }
    Handle handle = Handle.parse(Json.required("handle", body.handle()));
    demandFreeName(handle);
    request.note("identity", handle.value());
    Tier tier = Tiers.standard().find(Json.required("tier", body.tier())).orElseThrow();
    String hash = JobIds.sha256(Json.encode(body));
    String createdBy =
        request
            .idempotencyKey(null)
            .map(k -> JobIds.sha256(tenant.id() + "\0" + k) + ":" + hash)
            .orElseGet(ulids::next);
    return switch (createIdentity.create(
        tenant.id(),
        handle,
        Json.required("displayName", body.displayName()).strip(),
        tier,
        domains(body, handle, tier),
        createdBy)) {
      case CreateIdentity.Result.Created(Identity identity, boolean replayed) -> {
        HttpResponse response = HttpResponse.json(201, IdentityView.of(identity));
        yield replayed ? response.header("idempotent-replayed", "true") : response;
      }
      case CreateIdentity.Result.HandleTaken() ->
          throw Problem.of(ProblemCode.HANDLE_TAKEN, "The handle " + handle + " is taken.")
              .asException();
      case CreateIdentity.Result.KeyReused() ->
          throw Problem.of(
                  ProblemCode.IDEMPOTENCY_CONFLICT,
                  "This Idempotency-Key was used for a request with another body.")
              .asException();
    };
  }

  private void demandFreeName(Handle handle) {
    if (!handle.domain().equals(platformDomain)) {
      throw Problem.invalidField("handle", "ends with @" + platformDomain).asException();
    }
    if (RESERVED.contains(handle.localPart())) {
      throw Problem.invalidField("handle", "is reserved").asException();
    }
  }

  /// The domains of the pool: the customer's, and in the local run as many made up as are missing.
  private List<String> domains(IdentityRequest body, Handle handle, Tier tier) {
    var domains = new ArrayList<>(Optional.ofNullable(body.domains()).orElse(List.of()));
    if (domains.size() < tier.domains() && !instant) {
      throw Problem.of(
              ProblemCode.TOO_FEW_DOMAINS,
              "The tier %s spreads its pool over %d domains; %d are given."
                  .formatted(tier.name(), tier.domains(), domains.size()))
          .withError("domains", ProblemCode.TOO_FEW_DOMAINS, "names too few domains")
          .asException();
    }
    String label = handle.localPart().replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    String stem = label.isEmpty() ? "pool" : label.substring(0, Math.min(label.length(), 40));
    for (int i = 1; domains.size() < tier.domains(); i++) {
      domains.add(stem + "-" + i + "." + platformDomain);
    }
    return domains;
  }

  private HttpResponse list(HttpRequest request) {
    ApiKey key = access.authenticate(request, Scope.IDENTITY_READ);
    String text = request.query("limit").orElse(Integer.toString(LIMIT_DEFAULT));
    if (!text.matches("[1-9]\\d{0,2}") || Integer.parseInt(text) > LIMIT_MAX) {
      throw Problem.invalidField("limit", "is a number from 1 to " + LIMIT_MAX).asException();
    }
    int limit = Integer.parseInt(text);
    String query = LIST + "\0" + key.tenant();
    Optional<IdentityId> after =
        request.query("cursor").map(cursor -> place(Cursor.open(cursor, query)));
    // One more than asked for tells whether there is a next page.
    List<Identity> found = identities.list(key.tenant(), after, limit + 1);
    List<Identity> page = found.subList(0, Math.min(limit, found.size()));
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("items", page.stream().map(IdentityView::of).toList());
    body.put(
        "nextCursor",
        found.size() > limit ? Cursor.seal(page.getLast().id().value(), query) : null);
    return HttpResponse.json(200, body);
  }

  private static IdentityId place(String id) {
    if (!Id.hasShape(IdentityId.PREFIX, id)) {
      throw Problem.invalidField("cursor", "is a nextCursor of this very query").asException();
    }
    return new IdentityId(id);
  }

  private HttpResponse get(HttpRequest request) {
    ApiKey key = access.authenticate(request, Scope.IDENTITY_READ);
    return HttpResponse.json(200, IdentityView.of(find(request, key)));
  }

  private Identity find(HttpRequest request, ApiKey key) {
    return find(request)
        .filter(identity -> identity.roster().tenant().equals(key.tenant()))
        .orElseThrow(IdentitiesHandler::noSuchIdentity);
  }

  private Optional<Identity> find(HttpRequest request) {
    return EmailAddress.tryParse(request.param("handle"))
        .map(address -> new Handle(address.canonical()))
        .flatMap(identities::find);
  }

  private static ProblemException noSuchIdentity() {
    return Problem.of(ProblemCode.NOT_FOUND, "This tenant has no identity with that handle.")
        .asException();
  }

  /// The body of `PATCH /v1/identities/{handle}`.
  record Patch(@Nullable String displayName, @Nullable Boolean paused) {
    Patch {
      if (displayName != null) {
        IdentityRequest.checkDisplayName(displayName);
      }
    }
  }

  private HttpResponse patch(HttpRequest request) {
    ApiKey key = access.authenticate(request, Scope.IDENTITY_WRITE);
    Identity identity = find(request, key);
    Patch patch = request.json(Patch.class);
    Roster changed = changePool.change(identity.id(), roster -> apply(patch, roster));
    return HttpResponse.json(
        200,
        IdentityView.of(
            new Identity(
                identity.handle(),
                identity.tierName(),
                identity.createdAt(),
                identity.createdBy(),
                changed)));
  }

  private static Roster apply(Patch patch, Roster roster) {
    IdentityState state = roster.state();
    if (Boolean.TRUE.equals(patch.paused()) && state == IdentityState.ACTIVE) {
      state = IdentityState.PAUSED;
    } else if (Boolean.FALSE.equals(patch.paused()) && state == IdentityState.PAUSED) {
      state = IdentityState.ACTIVE;
    }
    String name =
        Optional.ofNullable(patch.displayName()).map(String::strip).orElse(roster.displayName());
    return state == roster.state() && name.equals(roster.displayName())
        ? roster
        : roster.next(state, name, roster.dailyCap(), roster.mailboxes());
  }

  private HttpResponse pool(HttpRequest request) {
    ApiKey key = access.authenticate(request, Scope.IDENTITY_READ);
    return view(find(request, key).roster());
  }

  private HttpResponse view(Roster roster) {
    var inquiry =
        new Outbox.Inquiry(
            roster.tenant(),
            roster.identity(),
            OutboundJob.dayOf(clock.instant()),
            List.of(),
            List.of());
    return HttpResponse.json(200, PoolView.of(roster, outbox.standing(inquiry, true).sheet()));
  }

  private HttpResponse addMailbox(HttpRequest request) {
    adminKey.demandOf(request);
    Identity identity = find(request).orElseThrow(IdentitiesHandler::noSuchIdentity);
    return view(poolRoutes.add(identity, request.json(PoolRoutes.Addition.class)));
  }

  private HttpResponse changeMailbox(HttpRequest request) {
    adminKey.demandOf(request);
    Identity identity = find(request).orElseThrow(IdentitiesHandler::noSuchIdentity);
    return view(
        poolRoutes.change(
            identity, request.param("address"), request.json(PoolRoutes.Change.class)));
  }
}
