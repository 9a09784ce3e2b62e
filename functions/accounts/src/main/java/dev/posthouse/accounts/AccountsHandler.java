package dev.posthouse.accounts;

import dev.posthouse.domain.Id;
import dev.posthouse.domain.tenant.TenantId;
import dev.posthouse.lambda.AdminKey;
import dev.posthouse.lambda.HttpFunction;
import dev.posthouse.lambda.HttpRequest;
import dev.posthouse.lambda.HttpResponse;
import dev.posthouse.lambda.Platform;
import dev.posthouse.lambda.Problem;
import dev.posthouse.lambda.ProblemCode;
import dev.posthouse.lambda.ProblemException;
import dev.posthouse.lambda.SdkFaults;
import java.time.Instant;
import java.time.InstantSource;

/// Tenants and their keys, made by the operator, and whether the deployment is up.
///
/// An answer that carries a secret is given once: repeating the request under its idempotency key
/// tells what was made and how to get another secret.
public final class AccountsHandler extends HttpFunction {
  private static final int CREATED = 201;

  private final AdminKey adminKey;
  private final CreateTenant createTenant;
  private final MintKey mintKey;
  private final InstantSource clock;

  /// For Lambda: runs once per environment, before the SnapStart snapshot.
  public AccountsHandler() {
    this(Platform.lambda());
  }

  /// Wires the function on the given platform.
  public AccountsHandler(Platform platform) {
    this(platform, AccountsWiring.of(platform));
  }

  AccountsHandler(Platform platform, AccountsWiring wiring) {
    super(platform, SdkFaults::classify);
    this.adminKey = wiring.adminKey();
    this.createTenant = wiring.createTenant();
    this.mintKey = wiring.mintKey();
    this.clock = platform.clock();
    route("GET /healthz", this::health);
    route("POST /v1/tenants", this::createTenant);
    route("POST /v1/tenants/{tenantId}/keys", this::mintKey);
  }

  /// Reads nothing: the function answers even while the table does not.
  private HttpResponse health(HttpRequest request) {
    return HttpResponse.json(200, new Health("ok", clock.instant()));
  }

  private HttpResponse createTenant(HttpRequest request) {
    adminKey.demandOf(request);
    CreateTenantRequest body = request.json(CreateTenantRequest.class);
    return switch (createTenant.create(body, request.idempotencyKey(null))) {
      case CreateTenantResult.Created created -> {
        request.note("tenant", created.tenant().id().value());
        yield secret(TenantResponse.of(created));
      }
      case CreateTenantResult.AlreadyThere(TenantId id) ->
          throw Problem.of(
                  ProblemCode.ALREADY_EXISTS,
                  "This request made the tenant %s before; its key was shown then.".formatted(id))
              .withFix(
                  "If the key is lost, mint another with POST /v1/tenants/%s/keys.".formatted(id))
              .with("tenantId", id.value())
              .asException();
      case CreateTenantResult.KeyReused() -> throw keyReused();
    };
  }

  private HttpResponse mintKey(HttpRequest request) {
    adminKey.demandOf(request);
    MintKeyRequest body = request.json(MintKeyRequest.class);
    body.demandOpen(clock.instant());
    TenantId tenant = tenant(request);
    return switch (mintKey.mint(tenant, body, request.idempotencyKey(null))) {
      case MintKeyResult.Minted minted -> {
        request.note("tenant", tenant.value());
        request.note("minted", minted.key().id().value());
        yield secret(KeyResponse.of(minted));
      }
      case MintKeyResult.AlreadyThere there ->
          throw Problem.of(
                  ProblemCode.ALREADY_EXISTS,
                  "This request minted the key %s before; its secret was shown then."
                      .formatted(there.id()))
              .withFix("If the secret is lost, mint another key under a new Idempotency-Key.")
              .with("keyId", there.id().value())
              .asException();
      case MintKeyResult.KeyReused() -> throw keyReused();
      case MintKeyResult.NoSuchTenant() -> throw noSuchTenant();
    };
  }

  private static TenantId tenant(HttpRequest request) {
    String id = request.param("tenantId");
    if (!Id.hasShape(TenantId.PREFIX, id)) {
      throw noSuchTenant();
    }
    return new TenantId(id);
  }

  private static HttpResponse secret(Object answer) {
    return HttpResponse.json(CREATED, answer).header("cache-control", "no-store");
  }

  private static ProblemException keyReused() {
    return Problem.of(
            ProblemCode.IDEMPOTENCY_CONFLICT,
            "This Idempotency-Key came with another request before.")
        .asException();
  }

  private static ProblemException noSuchTenant() {
    return Problem.of(ProblemCode.NOT_FOUND, "There is no such tenant.").asException();
  }

  /// The answer of `GET /healthz`.
  record Health(String status, Instant time) {}
}
