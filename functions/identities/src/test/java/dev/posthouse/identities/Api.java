package dev.posthouse.identities;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.identity.Handle;
import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.tenant.ApiKey;
import dev.posthouse.domain.tenant.BillingState;
import dev.posthouse.domain.tenant.KeySecret;
import dev.posthouse.domain.tenant.OutboundStatus;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.domain.tenant.Tenant;
import dev.posthouse.dynamodb.DynamoIdentities;
import dev.posthouse.dynamodb.DynamoOutbox;
import dev.posthouse.dynamodb.DynamoTenants;
import dev.posthouse.identities.Deployment.Answer;
import dev.posthouse.testing.Fixtures;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The function as its clients see it, and what is stored behind it.
final class Api {
  static final String IDENTITIES = "/v1/identities";
  static final String DANA = IDENTITIES + "/dana@post.example";

  final Deployment deployment;
  final IdentitiesHandler handler;
  final DynamoTenants tenants;
  final DynamoIdentities identities;
  final DynamoOutbox outbox;
  final Tenant tenant;
  final String key;

  Api(String provisioning) {
    deployment = new Deployment(provisioning);
    handler = new IdentitiesHandler(deployment);
    tenants = new DynamoTenants(deployment.table());
    identities = new DynamoIdentities(deployment.table());
    outbox = new DynamoOutbox(deployment.table());
    tenant = Fixtures.tenant();
    key = keyOf(tenant, Set.of(Scope.IDENTITY_READ, Scope.IDENTITY_WRITE));
  }

  /// Stores a tenant, and gives the secret of its key.
  String keyOf(Tenant owner, Set<Scope> scopes) {
    KeySecret secret = Fixtures.secret();
    ApiKey full = Fixtures.key(owner.id(), secret);
    tenants.create(
        owner,
        new ApiKey(full.id(), owner.id(), "key", secret.hint(), scopes, Deployment.NOW, null),
        secret);
    return secret.reveal();
  }

  String keyOfAnotherTenant() {
    return keyOf(Fixtures.tenant(), Set.of(Scope.IDENTITY_READ, Scope.IDENTITY_WRITE));
  }

  String keyOfFreeTenant() {
    Tenant like = Fixtures.tenant();
    return keyOf(
        new Tenant(
            like.id(),
            like.name(),
            like.operatorEmail(),
            BillingState.FREE,
            OutboundStatus.INTERNAL_ONLY,
            Set.of(),
            like.createdAt()),
        Set.of(Scope.IDENTITY_READ, Scope.IDENTITY_WRITE));
  }

  static String body(String handle, String tier) {
    return "{\"handle\":\"%s@post.example\",\"displayName\":\"Dana Demo\",\"tier\":\"%s\"}"
        .formatted(handle, tier);
  }

  Answer create(String body, Map<String, String> headers) {
    return call("POST", IDENTITIES, key, headers, body);
  }

  Answer create(String handle, String tier) {
    Answer answer = create(body(handle, tier), Map.of());
    assertThat(answer.status()).isEqualTo(201);
    return answer;
  }

  Answer get(String path) {
    return call("GET", path, key, Map.of(), null);
  }

  Answer patch(String path, String body) {
    return call("PATCH", path, key, Map.of(), body);
  }

  Answer operator(String method, String path, @Nullable String body) {
    return call(method, path, Deployment.ADMIN_KEY, Map.of(), body);
  }

  Answer call(
      String method,
      String path,
      String bearer,
      Map<String, String> headers,
      @Nullable String body) {
    return Deployment.call(handler, Deployment.event(method, path, bearer, headers, body));
  }

  /// Expects a refusal after which everything is as before.
  Answer refused(
      String method,
      String path,
      String bearer,
      Map<String, String> headers,
      @Nullable String body,
      int status,
      String code) {
    var before = deployment.contents();
    Answer answer = call(method, path, bearer, headers, body);
    assertThat(answer.text("code")).as(answer.body().toString()).isEqualTo(code);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(deployment.contents()).isEqualTo(before);
    return answer;
  }

  static String field(Answer answer) {
    return answer.body().path("errors").path(0).path("field").asString("");
  }

  Roster roster(String handle) {
    return identities.find(Handle.parse(handle + "@post.example")).orElseThrow().roster();
  }

  void setState(String handle, IdentityState state) {
    Roster roster = roster(handle);
    Fixtures.changed(identities.change(roster, roster.next(state), Deployment.NOW));
  }
}
