package dev.posthouse.identities;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.domain.identity.Handle;
import dev.posthouse.domain.identity.Identities;
import dev.posthouse.domain.identity.IdentityState;
import dev.posthouse.domain.outbound.Outbox;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.sending.Zone;
import dev.posthouse.domain.tenant.BillingState;
import dev.posthouse.domain.tenant.OutboundStatus;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.domain.tenant.Tenant;
import dev.posthouse.testbed.Answer;
import dev.posthouse.testbed.Deployment;
import dev.posthouse.testing.Fixtures;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sesv2.SesV2Client;

/// The function as its clients see it, and what is stored behind it.
final class Api {
  static final String IDENTITIES = "/v1/identities";
  static final String DANA = IDENTITIES + "/dana@post.example";

  final FakeSes ses = new FakeSes();
  final Map<String, List<String>> zone = new HashMap<>();
  final Deployment deployment;
  final Identities identities;
  final Outbox outbox;
  final Tenant tenant;
  final String key;

  Api(String provisioning) {
    this(provisioning, deployment -> {});
  }

  /// @param more settings and clients, before the function is made
  Api(String provisioning, Consumer<Deployment> more) {
    deployment =
        new Deployment()
            .setting("PROVISIONING", provisioning)
            .provide(SesV2Client.class, ses)
            .provide(Zone.class, (type, name) -> zone.getOrDefault(type + " " + name, List.of()));
    more.accept(deployment);
    deployment.with(IdentitiesHandler::new);
    identities = deployment.ports().identities();
    outbox = deployment.ports().outbox();
    tenant = Fixtures.tenant();
    key = keyOf(tenant, Set.of(Scope.IDENTITY_READ, Scope.IDENTITY_WRITE));
  }

  /// Stores a tenant, and gives the secret of its key.
  String keyOf(Tenant owner, Set<Scope> scopes) {
    return deployment.caller(owner, scopes.toArray(Scope[]::new)).bearer();
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
    return deployment.caller(bearer).call(method, path, body, headers);
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
    return deployment.refused(status, code, () -> call(method, path, bearer, headers, body));
  }

  static String field(Answer answer) {
    return answer.body().path("errors").path(0).path("field").asString("");
  }

  Roster roster(String handle) {
    return identities.find(Handle.parse(handle + "@post.example")).orElseThrow().roster();
  }

  void setState(String handle, IdentityState state) {
    Roster roster = roster(handle);
    Fixtures.changed(identities.change(roster, roster.next(state), Fixtures.NOW));
  }
}
