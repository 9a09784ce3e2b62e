package dev.posthouse.events;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.posthouse.domain.event.Entry;
import dev.posthouse.domain.event.EventId;
import dev.posthouse.domain.event.EventLog;
import dev.posthouse.domain.event.EventType;
import dev.posthouse.domain.event.Occurrence;
import dev.posthouse.domain.identity.Owners;
import dev.posthouse.domain.identity.RosterCache;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.tenant.ApiKey;
import dev.posthouse.domain.tenant.KeySecret;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.domain.tenant.Tenant;
import dev.posthouse.lambda.Access;
import dev.posthouse.lambda.Json;
import dev.posthouse.lambda.Log;
import dev.posthouse.lambda.Platform;
import dev.posthouse.testbed.OpenApi;
import dev.posthouse.testing.FakeEventLog;
import dev.posthouse.testing.FakePollSlots;
import dev.posthouse.testing.FakeStore;
import dev.posthouse.testing.Fixtures;
import dev.posthouse.testing.Ports;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;

/// The function over fakes, and a caller of it. Time passes only while a request waits.
final class EventsCaller implements Platform {
  final Ports ports = new FakeStore().ports();
  final EventLog log = new FakeEventLog(clock());
  final FakePollSlots slots = new FakePollSlots();
  final List<Duration> pauses = new ArrayList<>();
  final Roster roster;
  final KeySecret secret = Fixtures.secret();
  final ApiKey key;
  private final EventsHandler handler;
  private Instant now = Fixtures.NOW;
  private Runnable whileWaiting = () -> {};
  private int serial;

  /// What came back.
  record Answer(int status, Map<String, String> headers, JsonNode body) {
    List<Long> seqs() {
      return body.path("events").valueStream().map(event -> event.path("seq").asLong()).toList();
    }
  }

  EventsCaller() {
    Tenant tenant = Fixtures.tenant();
    key = Fixtures.key(tenant.id(), secret);
    ports.tenants().create(tenant, key, secret);
    roster = Fixtures.pool(ports, tenant.id(), 150, 93);
    var access = new Access(ports.tenants(), new Owners(ports.identities()), clock());
    var rosters = new RosterCache(ports.identities(), clock());
    handler = new EventsHandler(this, new EventsWiring(access, rosters, log, slots, this::pause));
  }

  private void pause(Duration time) {
    pauses.add(time);
    now = now.plus(time);
    whileWaiting.run();
  }

  /// Does that after each pause of a request that waits.
  void whileWaiting(Runnable action) {
    whileWaiting = action;
  }

  /// Lets something of that type happen to the identity.
  void happens(EventType type) {
    var id = EventId.of("thing" + ++serial, 1, type);
    log.append(
        new Entry(
            roster.identity(),
            now,
            List.of(new Occurrence(id, type, now.minusMillis(1500), null, Map.of("n", serial)))));
  }

  KeySecret keyWith(Scope... scopes) {
    KeySecret other = Fixtures.secret();
    ApiKey all = Fixtures.key(key.tenant(), other);
    ports
        .tenants()
        .addKey(
            new ApiKey(
                all.id(),
                all.tenant(),
                all.name(),
                all.hint(),
                Set.of(scopes),
                all.createdAt(),
                null),
            other);
    return other;
  }

  Answer get(String query) {
    return get(roster.handle().value(), secret, query);
  }

  Answer get(String handle, KeySecret bearer, String query) {
    var http = new APIGatewayV2HTTPEvent.RequestContext.Http();
    http.setMethod("GET");
    http.setSourceIp("192.0.2.7");
    var context = new APIGatewayV2HTTPEvent.RequestContext();
    context.setHttp(http);
    context.setRequestId("req-1");
    var event = new APIGatewayV2HTTPEvent();
    event.setVersion("2.0");
    event.setRouteKey("GET /v1/identities/{handle}/events");
    event.setRawPath("/v1/identities/" + handle + "/events");
    event.setPathParameters(Map.of("handle", handle));
    event.setRawQueryString(query);
    event.setRequestContext(context);
    event.setHeaders(Map.of("authorization", "Bearer " + bearer.reveal()));
    APIGatewayV2HTTPResponse response = handler.handleRequest(event, null);
    OpenApi.get()
        .demand(
            "GET",
            event.getRawPath(),
            new dev.posthouse.testbed.Answer(
                response.getStatusCode(), response.getHeaders(), response.getBody()));
    return new Answer(
        response.getStatusCode(),
        response.getHeaders(),
        Json.mapper().readTree(response.getBody()));
  }

  @Override
  public Map<String, String> settings() {
    return Map.of();
  }

  @Override
  public InstantSource clock() {
    return () -> now;
  }

  @Override
  public RandomGenerator random() {
    return new Random(1);
  }

  @Override
  public <C> C client(Class<C> type, Supplier<C> make) {
    throw new IllegalStateException("everything is wired already");
  }

  @Override
  public Log log() {
    return new Log(new PrintStream(PrintStream.nullOutputStream()), clock());
  }
}
