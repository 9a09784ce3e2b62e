package dev.posthouse.local.aws;

import dev.posthouse.local.aws.SesEvent.Destination;
import java.time.Instant;
import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Something that the listener is to be told, and its form in the journal.
sealed interface Due {
  record Ses(SesEvent event) implements Due {}

  record Bus(BusEvent event) implements Due {}

  record Inbound(InboundMail mail) implements Due {}

  record Created(ObjectCreated object) implements Due {}

  default void tell(LocalAwsListener listener) {
    switch (this) {
      case Ses(SesEvent event) -> listener.sesEvent(event);
      case Bus(BusEvent event) -> listener.busEvent(event);
      case Inbound(InboundMail mail) -> listener.inbound(mail);
      case Created(ObjectCreated object) -> listener.objectCreated(object);
    }
  }

  default ObjectNode write() {
    ObjectNode json = Json.object();
    switch (this) {
      case Ses(SesEvent event) -> {
        json.put("kind", "ses").put("id", event.id()).put("at", event.at().toString());
        switch (event.destination()) {
          case Destination.EventBridge(String busArn) -> json.put("busArn", busArn);
          case Destination.Sns(String topicArn) -> json.put("topicArn", topicArn);
        }
        json.set("detail", event.detail());
      }
      case Bus(BusEvent event) -> {
        json.put("kind", "bus").put("bus", event.bus());
        json.set("json", event.json());
      }
      case Inbound(InboundMail mail) ->
          json.put("kind", "inbound")
              .put("from", mail.from())
              .put("to", mail.to())
              .put("bytes", Base64.getEncoder().encodeToString(mail.bytes()));
      case Created(ObjectCreated object) ->
          json.put("kind", "created")
              .put("bucket", object.bucket())
              .put("key", object.key())
              .put("sizeBytes", object.sizeBytes())
              .put("eTag", object.eTag())
              .put("at", object.at().toString());
    }
    return json;
  }

  static Due read(JsonNode json) {
    return switch (json.path("kind").asString()) {
      case "ses" ->
          new Ses(
              new SesEvent(
                  json.path("id").asString(),
                  Instant.parse(json.path("at").asString()),
                  json.path("detail").asObject(),
                  json.has("busArn")
                      ? new Destination.EventBridge(json.path("busArn").asString())
                      : new Destination.Sns(json.path("topicArn").asString())));
      case "bus" ->
          new Bus(new BusEvent(json.path("bus").asString(), json.path("json").asObject()));
      case "inbound" ->
          new Inbound(
              new InboundMail(
                  Base64.getDecoder().decode(json.path("bytes").asString()),
                  json.path("from").asString(),
                  json.path("to").asString()));
      case "created" ->
          new Created(
              new ObjectCreated(
                  json.path("bucket").asString(),
                  json.path("key").asString(),
                  json.path("sizeBytes").asLong(),
                  json.path("eTag").asString(),
                  Instant.parse(json.path("at").asString())));
      default -> throw new IllegalArgumentException("unknown entry of the journal: " + json);
    };
  }
}
