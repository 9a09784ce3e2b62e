package dev.posthouse.events;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.event.EventLog;
import dev.posthouse.domain.identity.Handle;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.identity.RosterCache;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.tenant.ApiKey;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.lambda.Access;
import dev.posthouse.lambda.HttpFunction;
import dev.posthouse.lambda.HttpRequest;
import dev.posthouse.lambda.HttpResponse;
import dev.posthouse.lambda.Platform;
import dev.posthouse.lambda.Problem;
import dev.posthouse.lambda.ProblemCode;
import dev.posthouse.lambda.SdkFaults;
import java.time.Duration;
import java.time.Instant;

/// `GET /v1/identities/{handle}/events`: what happened to an identity, or will within seconds.
public final class EventsHandler extends HttpFunction {
  private final Access access;
  private final RosterCache rosters;
  private final EventLog log;
  private final ReadEvents readEvents;
  private final AwaitEvents awaitEvents;

  /// For Lambda: runs once per environment, before the SnapStart snapshot.
  public EventsHandler() {
    this(Platform.lambda());
  }

  /// Wires the function on the given platform.
  public EventsHandler(Platform platform) {
    this(platform, EventsWiring.of(platform));
  }

  EventsHandler(Platform platform, EventsWiring wiring) {
    super(platform, SdkFaults::classify);
    this.access = wiring.access();
    this.rosters = wiring.rosters();
    this.log = wiring.log();
    this.readEvents = new ReadEvents(log);
    this.awaitEvents =
        new AwaitEvents(log, readEvents, wiring.slots(), platform.clock(), wiring.pause());
    route("GET /v1/identities/{handle}/events", this::events);
  }

  private HttpResponse events(HttpRequest request) {
    Instant asked = platform().clock().instant();
    ApiKey key = access.authenticate(request, Scope.EVENTS_READ);
    EventsQuery query = EventsQuery.of(request);
    Roster roster = identity(request, key);
    IdentityId identity = roster.identity();
    long since = query.since().orElseGet(() -> log.head(identity));
    Found found = readEvents.read(identity, since, query.types(), query.limit());
    long head = head(identity, found, since);
    if (since > head) {
      throw Problem.invalidField("since", "is beyond the end of the log, which is " + head)
          .asException();
    }
    if (found.worthTelling() || query.timeout().isZero()) {
      return respond(roster, found, head);
    }
    Instant until = asked.plus(query.timeout());
    return switch (awaitEvents.await(key.id(), identity, found, query, until)) {
      case AwaitEvents.Waited.Done(Found later) ->
          respond(roster, later, later.more() ? log.head(identity) : later.cursor());
      case AwaitEvents.Waited.Crowded(Duration retryAfter) ->
          respond(roster, found, head)
              .header("retry-after", Long.toString(Math.max(1, retryAfter.toSeconds())));
    };
  }

  /// The end of the log, which is read only where what was found does not end with it.
  private long head(IdentityId identity, Found found, long since) {
    return found.more() || found.cursor() == since ? log.head(identity) : found.cursor();
  }

  private static HttpResponse respond(Roster roster, Found found, long head) {
    return HttpResponse.json(200, EventsResponse.of(roster.handle(), found, head));
  }

  private Roster identity(HttpRequest request, ApiKey key) {
    return EmailAddress.tryParse(request.param("handle"))
        .map(address -> new Handle(address.canonical()))
        .flatMap(rosters::find)
        .filter(roster -> key.reaches(roster.tenant(), roster.identity()))
        .orElseThrow(() ->
            Problem.of(ProblemCode.NOT_FOUND, "This tenant has no identity with that handle.")
                .asException());
  }
}
