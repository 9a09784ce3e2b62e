package dev.posthouse.local.aws;

import dev.posthouse.local.store.Faults;
import dev.posthouse.local.store.Faults.Kind;
import dev.posthouse.local.store.Faults.Target;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// EventBridge, JSON 1.1: `PutEvents`.
final class EventsApi {
  static final String TARGET_PREFIX = "AWSEvents.";

  private static final int ENTRIES_MAX = 10; // API_PutEvents

  /// All entries together; 256 KB before January 2026 (AWS Compute Blog, "1 MB payload").
  private static final int ENTRIES_BYTES_MAX = 1 << 20;

  private static final int TIME_BYTES = 14; // eb-putevent-size

  private final InstantSource clock;
  private final Ids ids;
  private final Faults faults;
  private final Outgoing outgoing;

  EventsApi(InstantSource clock, Ids ids, Faults faults, Outgoing outgoing) {
    this.clock = clock;
    this.ids = ids;
    this.faults = faults;
    this.outgoing = outgoing;
  }

  AwsResponse answer(AwsRequest request, String operation) {
    if (!operation.equals("PutEvents")) {
      throw AwsError.notImplemented("EventBridge " + operation);
    }
    if (faults.strikes(Target.EVENTS, Kind.TIMEOUT_BEFORE)) {
      throw new NoAnswer();
    }
    JsonNode entries = request.json().path("Entries");
    check(entries);
    Outgoing.Batch batch = outgoing.batch();
    ArrayNode results = Json.array();
    int failed = 0;
    for (JsonNode entry : entries) {
      Optional<ObjectNode> failure = failure(entry);
      results.add(failure.orElseGet(() -> Json.object().put("EventId", put(entry, batch))));
      failed += failure.isPresent() ? 1 : 0;
    }
    batch.commit();
    if (faults.strikes(Target.EVENTS, Kind.TIMEOUT_AFTER)) {
      throw new NoAnswer();
    }
    ObjectNode body = Json.object().put("FailedEntryCount", failed);
    body.set("Entries", results);
    return AwsResponse.json(200, body);
  }

  private static void check(JsonNode entries) {
    if (entries.isEmpty() || entries.size() > ENTRIES_MAX) {
      throw new AwsError(
          400,
          "ValidationException",
          "1 validation error detected: Value at 'entries' failed to satisfy constraint: "
              + (entries.isEmpty()
                  ? "Member must have length greater than or equal to 1"
                  : "Member must have length less than or equal to " + ENTRIES_MAX));
    }
    int sizeBytes = 0;
    for (JsonNode entry : entries) {
      sizeBytes += sizeBytes(entry);
    }
    if (sizeBytes > ENTRIES_BYTES_MAX) {
      throw new AwsError(
          400,
          "ValidationException",
          "Total size of the entries in the request is over the limit.");
    }
  }

  private static int sizeBytes(JsonNode entry) {
    int size = entry.has("Time") ? TIME_BYTES : 0;
    for (String field : List.of("Source", "DetailType", "Detail")) {
      size += utf8(entry.path(field).asString(""));
    }
    for (JsonNode resource : entry.path("Resources")) {
      size += utf8(resource.asString());
    }
    return size;
  }

  private static int utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private Optional<ObjectNode> failure(JsonNode entry) {
    for (String field : List.of("Source", "DetailType", "Detail")) {
      if (entry.path(field).asString("").isEmpty()) {
        return failure(
            "InvalidArgument",
            "Parameter %s is not valid. Reason: %s is a required argument."
                .formatted(field, field));
      }
    }
    if (entry.path("Source").asString().startsWith("aws.")) {
      return failure("NotAuthorizedForSourceException", "Not authorized for the source.");
    }
    try {
      if (!Json.read(entry.path("Detail").asString()).isObject()) {
        return failure("MalformedDetail", "Detail is malformed.");
      }
    } catch (JacksonException e) {
      return failure("MalformedDetail", "Detail is malformed.");
    }
    if (faults.strikes(Target.EVENTS, Kind.THROTTLE)) {
      return failure("ThrottlingException", "Rate exceeded");
    }
    return Optional.empty();
  }

  private static Optional<ObjectNode> failure(String code, String message) {
    return Optional.of(Json.object().put("ErrorCode", code).put("ErrorMessage", message));
  }

  private String put(JsonNode entry, Outgoing.Batch batch) {
    Instant now = clock.instant();
    Instant time =
        entry.has("Time")
            ? Instant.ofEpochMilli(Math.round(entry.path("Time").asDouble() * 1000))
            : now;
    List<String> resources = new ArrayList<>();
    entry.path("Resources").forEach(resource -> resources.add(resource.asString()));
    String id = ids.uuid();
    ObjectNode event =
        Json.object()
            .put("version", "0")
            .put("id", id)
            .put("detail-type", entry.path("DetailType").asString())
            .put("source", entry.path("Source").asString())
            .put("account", Aws.ACCOUNT)
            .put("time", Json.seconds(time))
            .put("region", Aws.REGION);
    event.set("resources", Json.texts(resources));
    event.set("detail", Json.read(entry.path("Detail").asString()));
    String bus = entry.path("EventBusName").asString("default");
    batch.event(now, new Due.Bus(new BusEvent(bus.substring(bus.lastIndexOf('/') + 1), event)));
    return id;
  }
}
