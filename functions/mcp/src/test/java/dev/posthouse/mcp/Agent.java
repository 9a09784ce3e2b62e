package dev.posthouse.mcp;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.posthouse.domain.identity.Owners;
import dev.posthouse.domain.identity.RosterCache;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.tenant.ApiKey;
import dev.posthouse.domain.tenant.KeyLimits;
import dev.posthouse.domain.tenant.KeySecret;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.domain.tenant.Tenant;
import dev.posthouse.lambda.Access;
import dev.posthouse.lambda.Json;
import dev.posthouse.testing.FakeStore;
import dev.posthouse.testing.Fixtures;
import dev.posthouse.testing.Ports;
import java.net.http.HttpClient;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The function over fakes, with a stub of the API behind it, and an agent that calls it.
final class Agent implements AutoCloseable {
  final StubApi api = new StubApi();
  final Ports ports = new FakeStore().ports();
  final Tenant tenant = Fixtures.stored(ports, Fixtures.tenant());
  final Roster roster = Fixtures.pool(ports, tenant.id(), 150, 93);
  final McpHandler handler;
  private String token = token(KeyLimits.of(roster.identity()), EnumSet.allOf(Scope.class));

  Agent() {
    var platform = new QuietPlatform();
    handler =
        new McpHandler(
            platform,
            new McpWiring(
                new Access(ports.tenants(), new Owners(ports.identities()), platform.clock()),
                new RosterCache(ports.identities(), platform.clock()),
                new Apis(HttpClient.newHttpClient(), Optional.of(api.url())),
                new Origins("https://mail.example.com/api")));
  }

  /// What came back.
  record Answer(int status, Map<String, String> headers, JsonNode body) {
    JsonNode result() {
      return body.path("result");
    }

    int error() {
      return body.path("error").path("code").asInt(0);
    }
  }

  /// A token of another key.
  String token(KeyLimits limits, Set<Scope> scopes) {
    return token(limits, scopes, null);
  }

  /// A token that ends then.
  String token(KeyLimits limits, Set<Scope> scopes, @Nullable Instant expiresAt) {
    KeySecret secret = Fixtures.secret();
    ApiKey plain = Fixtures.key(tenant.id(), secret);
    ports
        .tenants()
        .addKey(
            new ApiKey(
                plain.id(),
                plain.tenant(),
                plain.name(),
                plain.hint(),
                scopes,
                limits,
                plain.createdAt(),
                expiresAt),
            secret);
    return secret.reveal();
  }

  /// Calls as the bearer of that token from now on.
  Agent as(String another) {
    token = another;
    return this;
  }

  Answer post(String body, String... headers) {
    return request("POST", body, headers);
  }

  Answer request(String method, String body, String... headers) {
    Map<String, String> all = new HashMap<>();
    all.put("content-type", "application/json");
    if (!token.isEmpty()) {
      all.put("authorization", "Bearer " + token);
    }
    for (int i = 0; i < headers.length; i += 2) {
      all.put(headers[i], headers[i + 1]);
    }
    var http = new APIGatewayV2HTTPEvent.RequestContext.Http();
    http.setMethod(method);
    var context = new APIGatewayV2HTTPEvent.RequestContext();
    context.setHttp(http);
    context.setRequestId("req-1");
    context.setDomainName("abc.execute-api.example.com");
    var event = new APIGatewayV2HTTPEvent();
    event.setRouteKey(method.equals("POST") ? "POST /mcp" : "ANY /mcp");
    event.setRawPath("/mcp");
    event.setRequestContext(context);
    event.setHeaders(all);
    event.setBody(body);
    APIGatewayV2HTTPResponse response = handler.handleRequest(event, null);
    return new Answer(
        response.getStatusCode(),
        response.getHeaders(),
        response.getBody() == null
            ? Json.mapper().missingNode()
            : Json.mapper().readTree(response.getBody()));
  }

  /// A request of the revisions with a handshake.
  Answer legacy(String method, JsonNode params) {
    ObjectNode body = Json.mapper().createObjectNode();
    body.put("jsonrpc", "2.0").put("id", 1).put("method", method).set("params", params);
    return post(body.toString(), "mcp-protocol-version", "2025-11-25");
  }

  /// The result of a tool.
  JsonNode call(String tool, Object arguments) {
    ObjectNode params = Json.mapper().createObjectNode().put("name", tool);
    params.set("arguments", Json.mapper().valueToTree(arguments));
    return legacy("tools/call", params).result();
  }

  /// What a tool says that did not work.
  String refused(String tool, Object arguments) {
    JsonNode result = call(tool, arguments);
    if (!result.path("isError").asBoolean(false)) {
      throw new AssertionError(result.toString());
    }
    return Objects.requireNonNull(result.path("content").path(0).path("text").asString());
  }

  @Override
  public void close() {
    api.close();
  }
}
