package dev.posthouse.mcp;

import static dev.posthouse.mcp.Shapes.COUNT;
import static dev.posthouse.mcp.Shapes.TEXT;
import static dev.posthouse.mcp.Shapes.TEXTS;
import static dev.posthouse.mcp.Shapes.closed;
import static dev.posthouse.mcp.Shapes.optional;
import static dev.posthouse.mcp.Shapes.required;

import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.lambda.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The tools that tell what became of mail, and what may still be done.
final class StateTools {
  private static final int EVENTS_DEFAULT = 20;
  private static final int EVENTS_MAX = 50;
  private static final int WAIT_SECONDS_MAX = 20;
  private static final Shape ANY = new Shape.Fields(List.of(), true);

  private StateTools() {}

  static List<Tool> tools() {
    return List.of(getOutboundJob(), getMailbox(), listEvents(), getLimits());
  }

  private static Tool getOutboundJob() {
    Shape recipient =
        closed(
            required("address", TEXT),
            required("status", TEXT),
            optional("route", TEXT),
            optional("deliveryStatus", TEXT),
            optional("outboundJobId", TEXT));
    return new Tool(
        "get_outbound_job",
        "Get outbound job",
        Scope.MAIL_READ,
        Tool.Kind.READS_STATE,
        false,
        "What became of a send; sent: on its way, deliveryStatus: what the recipient's server did.",
        closed(required("outboundJobId", TEXT)),
        closed(
            required("id", TEXT),
            required("messageId", TEXT),
            required("threadId", TEXT),
            required("status", TEXT),
            required("finalDeliveryState", TEXT),
            required("deliveryStatus", TEXT),
            required("attempts", COUNT),
            optional("lastError", ANY),
            optional("creditsCharged", COUNT),
            optional("creditState", TEXT),
            required("recipients", new Shape.Many(recipient, 0, 0)),
            required("createdAt", TEXT),
            required("updatedAt", TEXT),
            required("dispatchAt", TEXT)),
        StateTools::job);
  }

  private static ObjectNode job(Arguments arguments, Caller caller) {
    JsonNode job =
        caller.get(
            "/v1/outbound-jobs/" + Paths.id("outbound job", arguments.text("outboundJobId")));
    ObjectNode result = Json.mapper().createObjectNode();
    Shown.copy(job, result, "id", "messageId");
    Shown.copyAs(job, "convId", result, "threadId");
    Shown.copy(job, result, "status", "finalDeliveryState", "deliveryStatus", "attempts");
    Shown.copy(job, result, "lastError", "creditsCharged", "creditState");
    ArrayNode recipients = result.putArray("recipients");
    for (JsonNode copy : job.path("recipients")) {
      ObjectNode row = recipients.addObject();
      Shown.copy(copy, row, "address", "status", "route", "deliveryStatus", "outboundJobId");
    }
    Shown.copy(job, result, "createdAt", "updatedAt", "dispatchAt");
    return result;
  }

  private static Tool getMailbox() {
    return new Tool(
        "get_mailbox",
        "Get mailbox",
        Scope.MAIL_READ,
        Tool.Kind.READS_STATE,
        true,
        "Who you write as, and what your token may do.",
        closed(),
        closed(
            required("address", TEXT),
            required("displayName", TEXT),
            required("kind", new Shape.Word(List.of("mailbox", "identity"))),
            required("state", TEXT),
            required("scopes", TEXTS),
            optional("tokenExpiresAt", TEXT)),
        StateTools::mailbox);
  }

  private static ObjectNode mailbox(Arguments arguments, Caller caller) {
    Roster roster = caller.identity(arguments);
    ObjectNode result = Json.mapper().createObjectNode();
    result.put("address", roster.handle().value());
    result.put("displayName", roster.displayName());
    result.put("kind", roster.selfServe() ? "mailbox" : "identity");
    result.put("state", roster.state().name().toLowerCase(Locale.ROOT));
    ArrayNode scopes = result.putArray("scopes");
    caller.key().scopes().stream().sorted().map(Scope::wire).forEach(scopes::add);
    Instant expiresAt = caller.key().expiresAt();
    if (expiresAt != null) {
      result.put("tokenExpiresAt", Json.time(expiresAt));
    }
    return result;
  }

  private static Tool listEvents() {
    Shape event =
        closed(
            required("seq", COUNT),
            required("type", TEXT),
            required("at", TEXT),
            optional("threadId", TEXT),
            required("data", ANY));
    return new Tool(
        "list_events",
        "List events",
        Scope.EVENTS_READ,
        Tool.Kind.READS_MAIL,
        true,
        "What happened, in order; can wait for the next event.",
        closed(
            optional("since", TEXT).saying("cursor of the call before, or head"),
            optional("types", TEXTS).saying("such as email.received"),
            optional("limit", new Shape.Whole(1, EVENTS_MAX)),
            optional("waitSeconds", new Shape.Whole(0, WAIT_SECONDS_MAX))),
        closed(
            required("notice", TEXT),
            required("events", new Shape.Many(event, 0, 0)),
            required("cursor", TEXT),
            required("hasMore", new Shape.Flag())),
        StateTools::events);
  }

  private static ObjectNode events(Arguments arguments, Caller caller) {
    int waitMs = (int) Duration.ofSeconds(arguments.whole("waitSeconds", 0)).toMillis();
    Paths path =
        Paths.of(
                "/v1/identities/"
                    + Paths.encode(caller.identity(arguments).handle().value())
                    + "/events")
            .with("limit", Integer.toString(arguments.whole("limit", EVENTS_DEFAULT)))
            .with("timeoutMs", Integer.toString(waitMs));
    arguments.textIfAny("since").ifPresent(since -> path.with("since", since));
    if (arguments.json().has("types")) {
      path.with(
          "types",
          String.join(
              ",",
              arguments.json().path("types").valueStream().map(JsonNode::stringValue).toList()));
    }
    JsonNode page = caller.get(path.toString(), waitMs);
    ObjectNode result = Json.mapper().createObjectNode();
    result.put("notice", Shown.NOTICE);
    ArrayNode events = result.putArray("events");
    String cursor = page.path("cursor").asString("");
    boolean more = page.path("hasMore").asBoolean(false);
    int room = Shown.CHARS_DEFAULT;
    for (JsonNode event : page.path("events")) {
      ObjectNode row = event(event);
      room -= Shown.length(row);
      if (room < 0 && !events.isEmpty()) {
        cursor = events.get(events.size() - 1).path("seq").asString("");
        more = true;
        break;
      }
      events.add(row);
    }
    result.put("cursor", cursor);
    result.put("hasMore", more);
    return result;
  }

  private static ObjectNode event(JsonNode event) {
    ObjectNode row = Json.mapper().createObjectNode();
    Shown.copy(event, row, "seq", "type");
    Shown.copyAs(event, "tsIso", row, "at");
    Shown.copyAs(event, "convId", row, "threadId");
    row.set("data", event.path("data"));
    return row;
  }

  private static Tool getLimits() {
    return new Tool(
        "get_limits",
        "Get limits",
        Scope.POLICY_READ,
        Tool.Kind.READS_STATE,
        false,
        "How much you may send, how much is used, and how to get more.",
        closed(),
        new Shape.Fields(
            List.of(
                required("billingState", TEXT),
                required("outboundStatus", TEXT),
                required("external", ANY),
                required("credits", ANY),
                required("unlock", new Shape.Many(ANY, 0, 0)),
                required("neverSupported", TEXTS),
                optional("supportContact", TEXT)),
            true),
        StateTools::limits);
  }

  private static ObjectNode limits(Arguments arguments, Caller caller) {
    ObjectNode result = Json.mapper().createObjectNode();
    caller
        .get("/v1/limits")
        .properties()
        .forEach(each -> result.set(each.getKey(), each.getValue()));
    return result;
  }
}
