package dev.posthouse.accounts;

import dev.posthouse.domain.tenant.TenantId;
import dev.posthouse.lambda.AdminKey;
import dev.posthouse.lambda.HttpFunction;
import dev.posthouse.lambda.HttpRequest;
import dev.posthouse.lambda.HttpResponse;
import dev.posthouse.lambda.Platform;
import dev.posthouse.lambda.Problem;
import dev.posthouse.lambda.ProblemCode;
import dev.posthouse.lambda.SdkFaults;
import java.time.Instant;
import java.time.InstantSource;

/// Who may do what: tenants, their mailboxes, keys and tokens, and how far their mail may go; and
/// whether the deployment is up.
///
/// An answer that carries a secret is given once: repeating the request under its idempotency key
/// tells what was made and how to get another secret.
public final class AccountsHandler extends HttpFunction {
  private final AdminKey adminKey;
  private final CreateTenant createTenant;
  private final KeyRoutes keyRoutes;
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
    this.keyRoutes = wiring.keyRoutes();
    this.clock = platform.clock();
    route("GET /healthz", this::health);
    route("POST /v1/tenants", this::createTenant);
    route("POST /v1/tenants/{tenantId}/keys", this::mintKey);
    route("POST /public/signup", wiring.signUpRoutes()::signUp);
    route("POST /public/token/reissue", wiring.reissueRoutes()::reissue);
    route("POST /v1/auth/token/rotate", wiring.tokenRoutes()::rotate);
    route("POST /v1/auth/token/revoke", wiring.tokenRoutes()::revoke);
    route("POST /v1/auth/tokens", wiring.mintTokenRoutes()::mint);
    route("GET /v1/keys", keyRoutes::list);
    route("POST /v1/keys", keyRoutes::mint);
    route("DELETE /v1/keys/{keyId}", keyRoutes::delete);
    PolicyRoutes policy = wiring.policyRoutes();
    route("GET /v1/tenants/{tenantId}", policy::tenant);
    route("GET /v1/tenants/{tenantId}/send-policy", policy::read);
    route("PUT /v1/tenants/{tenantId}/send-policy", policy::replace);
    route("POST /v1/tenants/{tenantId}/review-decision", policy::decide);
    route("POST /v1/tenants/{tenantId}/credits", wiring.creditsRoutes()::adjust);
    route("GET /v1/limits", wiring.limitsRoutes()::read);
    MailboxRoutes mailboxes = wiring.mailboxRoutes();
    route("POST /v1/mailboxes", mailboxes::add);
    route("GET /v1/mailboxes/self", mailboxes::show);
    route("PATCH /v1/mailboxes/self", mailboxes::change);
    route("DELETE /v1/mailboxes/self", mailboxes::retire);
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
        yield Secrets.created(TenantResponse.of(created));
      }
      case CreateTenantResult.AlreadyThere(TenantId id) ->
          throw Problem.of(
                  ProblemCode.ALREADY_EXISTS,
                  "This request made the tenant %s before; its key was shown then.".formatted(id))
              .withFix(
                  "If the key is lost, mint another with POST /v1/tenants/%s/keys.".formatted(id))
              .with("tenantId", id.value())
              .asException();
      case CreateTenantResult.KeyReused() -> throw Secrets.keyReused();
    };
  }

  private HttpResponse mintKey(HttpRequest request) {
    adminKey.demandOf(request);
    return keyRoutes.mint(request, PolicyRoutes.id(request));
  }

  /// The answer of `GET /healthz`.
  record Health(String status, Instant time) {}
}
