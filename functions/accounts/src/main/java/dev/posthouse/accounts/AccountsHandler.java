package dev.posthouse.accounts;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.Id;
import dev.posthouse.domain.Ulids;
import dev.posthouse.domain.outbound.JobIds;
import dev.posthouse.domain.tenant.ApiKey;
import dev.posthouse.domain.tenant.BillingState;
import dev.posthouse.domain.tenant.KeyId;
import dev.posthouse.domain.tenant.KeySecret;
import dev.posthouse.domain.tenant.OutboundStatus;
import dev.posthouse.domain.tenant.Tenant;
import dev.posthouse.domain.tenant.TenantId;
import dev.posthouse.domain.tenant.Tenants;
import dev.posthouse.dynamodb.Backoff;
import dev.posthouse.dynamodb.DynamoDbClients;
import dev.posthouse.dynamodb.DynamoTenants;
import dev.posthouse.dynamodb.Table;
import dev.posthouse.lambda.AdminKey;
import dev.posthouse.lambda.HttpFunction;
import dev.posthouse.lambda.HttpRequest;
import dev.posthouse.lambda.HttpResponse;
import dev.posthouse.lambda.Platform;
import dev.posthouse.lambda.Problem;
import dev.posthouse.lambda.ProblemCode;
import dev.posthouse.lambda.ProblemException;
import dev.posthouse.lambda.SdkFaults;
import dev.posthouse.lambda.Settings;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Tenants and their keys, as the operator makes them, and the health check.
public final class AccountsHandler extends HttpFunction {
  private static final int ID_HEX_LENGTH = 32;

  private final Tenants tenants;
  private final AdminKey adminKey;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Ulids ulids;

  /// For Lambda: runs once per environment, before the SnapStart snapshot.
  public AccountsHandler() {
    this(Platform.lambda());
  }

  /// Wires the function on the given platform.
  public AccountsHandler(Platform platform) {
    super(platform, SdkFaults::classify);
    Settings settings = Settings.of(platform);
    var dynamoDb = platform.client(DynamoDbClient.class, DynamoDbClients::create);
    this.tenants =
        new DynamoTenants(
            new Table(dynamoDb, settings.required("TABLE_NAME"), new Backoff(platform.random())));
    this.adminKey = new AdminKey(settings.orElse("ADMIN_KEY", ""));
    this.clock = platform.clock();
    this.random = platform.random();
    this.ulids = new Ulids(clock, random);
    route("GET /healthz", this::health);
    route("POST /v1/tenants", this::createTenant);
    route("POST /v1/tenants/{tenantId}/keys", this::createKey);
  }

  private HttpResponse health(HttpRequest request) {
    return HttpResponse.json(200, Map.of("status", "ok", "time", clock.instant()));
  }

  /// The operator vouches for the tenants they make, so these may send at once unless told
  /// otherwise.
  private HttpResponse createTenant(HttpRequest request) {
    adminKey.demandOf(request);
    TenantRequest body = request.json(TenantRequest.class);
    Instant now = clock.instant();
    boolean restricted = body.outboundStatus() == OutboundStatus.INTERNAL_ONLY;
    var tenant =
        new Tenant(
            new TenantId(id(request, TenantId.PREFIX, "tenant")),
            body.trimmedName(),
            body.operator(),
            restricted ? BillingState.FREE : BillingState.PAID_ACTIVE,
            restricted ? OutboundStatus.INTERNAL_ONLY : OutboundStatus.EXTERNAL_ENABLED,
            Set.of(),
            now);
    KeySecret secret = KeySecret.draw(random);
    ApiKey key =
        new ApiKey(
            new KeyId(KeyId.PREFIX + ulids.next()),
            tenant.id(),
            "first key",
            secret.hint(),
            KeyRequest.ALL_SCOPES,
            now,
            null);
    if (!tenants.create(tenant, key, secret)) {
      throw Problem.of(
              ProblemCode.ALREADY_EXISTS,
              "This request made the tenant before; its key was shown once and is not shown again.")
          .withFix("Make another key with POST /v1/tenants/" + tenant.id() + "/keys.")
          .with("tenantId", tenant.id().value())
          .asException();
    }
    request.note("tenant", tenant.id().value());
    return secret(
        Map.of(
            "tenantId", tenant.id().value(),
            "name", tenant.name(),
            "billingState", tenant.billingState(),
            "outboundStatus", tenant.outboundStatus(),
            "keyId", key.id().value(),
            "key", secret.reveal()));
  }

  private HttpResponse createKey(HttpRequest request) {
    adminKey.demandOf(request);
    String tenant = request.param("tenantId");
    if (!Id.hasShape(TenantId.PREFIX, tenant)) {
      throw noSuchTenant();
    }
    KeyRequest body = request.json(KeyRequest.class);
    KeySecret secret = KeySecret.draw(random);
    ApiKey key =
        new ApiKey(
            new KeyId(id(request, KeyId.PREFIX, tenant)),
            new TenantId(tenant),
            body.trimmedName(),
            secret.hint(),
            body.scopesAsked(),
            clock.instant(),
            body.expiresAt());
    return switch (tenants.addKey(key, secret)) {
      case Tenants.KeyAddition.Added() -> secret(KeyView.of(key, secret));
      case Tenants.KeyAddition.AlreadyThere(ApiKey known) ->
          throw Problem.of(
                  ProblemCode.ALREADY_EXISTS,
                  "This request made the key before; it was shown once and is not shown again.")
              .withFix("Make another key with another Idempotency-Key.")
              .with("keyId", known.id().value())
              .asException();
      case Tenants.KeyAddition.NoSuchTenant() -> throw noSuchTenant();
    };
  }

  private static ProblemException noSuchTenant() {
    return Problem.of(ProblemCode.NOT_FOUND, "There is no such tenant.").asException();
  }

  /// The id of what a request makes. With an idempotency key it follows from it, so that putting
  /// the item only if absent is the idempotency record.
  private String id(HttpRequest request, String prefix, String within) {
    Optional<String> key = request.idempotencyKey(null);
    return prefix
        + key.map(k -> JobIds.sha256(within + "\0" + k).substring(0, ID_HEX_LENGTH))
            .orElseGet(ulids::next);
  }

  private static HttpResponse secret(Object body) {
    return HttpResponse.json(201, body).header("cache-control", "no-store");
  }

  /// The operator's address, checked.
  static EmailAddress address(String field, String text) {
    return EmailAddress.tryParse(text)
        .orElseThrow(() -> Problem.invalidField(field, "is not an email address").asException());
  }
}
