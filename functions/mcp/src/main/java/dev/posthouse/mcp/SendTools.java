package dev.posthouse.mcp;

import static dev.posthouse.mcp.Shapes.COUNT;
import static dev.posthouse.mcp.Shapes.TEXT;
import static dev.posthouse.mcp.Shapes.TEXTS;
import static dev.posthouse.mcp.Shapes.closed;
import static dev.posthouse.mcp.Shapes.optional;
import static dev.posthouse.mcp.Shapes.required;

import dev.posthouse.domain.outbound.AttachmentRef;
import dev.posthouse.domain.outbound.JobIds;
import dev.posthouse.domain.pool.Roster;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.lambda.Json;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The tools that write mail.
///
/// Agents and hosts repeat calls whose answer they missed. So each send has an idempotency key: the
/// one it names, or one that follows from who calls and with what. The same call again is the same
/// mail, as long as its job is kept, and says so. Whoever means a second mail says so with a key.
final class SendTools {
  private static final String KEY = "idempotencyKey";
  private static final String REPLAYED =
      "This very message was accepted before and is not sent again. To send it once more, call with"
          + " a new idempotencyKey.";

  private static final Shape.Field IDEMPOTENCY_KEY =
      optional(
              KEY,
              // It goes on in a header, where other characters are lost and outer spaces are cut:
              // two keys that differ in those only would be one, and the second mail not sent.
              new Shape.Form(
                  "^[!-~]([ -~]{0,253}[!-~])?$",
                  "has 1 to 255 printable ASCII characters, the first and last no space"))
          .saying("only to send the same text once more");

  private static final Shape.Field ATTACHMENTS =
      optional(
          "attachments",
          new Shape.Many(
              closed(
                  optional("filename", TEXT),
                  optional("contentType", TEXT),
                  optional("content", TEXT).saying("base64"),
                  optional("attachmentId", TEXT).saying("instead: a file of a message")),
              0,
              AttachmentRef.PER_MESSAGE_MAX));

  private static final Shape.Fields ACCEPTED =
      closed(
          required("messageId", TEXT),
          required("threadId", TEXT),
          required("outboundJobId", TEXT),
          required("status", TEXT),
          required("replayed", new Shape.Flag()),
          optional("note", TEXT),
          optional("from", TEXT),
          required(
              "recipients",
              new Shape.Many(
                  closed(
                      required("address", TEXT),
                      required("status", new Shape.Word(List.of("queued", "rejected"))),
                      optional("route", TEXT),
                      optional("reason", TEXT),
                      optional("outboundJobId", TEXT)),
                  0,
                  0)),
          optional("cc", TEXTS),
          optional("bcc", TEXTS),
          optional("creditsCharged", COUNT),
          required("dispatchAt", TEXT));

  private SendTools() {}

  static List<Tool> tools() {
    return List.of(
        new Tool(
            "send_email",
            "Send email",
            Scope.MAIL_SEND,
            Tool.Kind.SENDS,
            true,
            "Sends a new message, with text or html. The same call again is not sent twice.",
            closed(
                required("to", new Shape.Many(TEXT, 1, 50)),
                required("subject", new Shape.Text(0, 998)),
                optional("text", TEXT),
                optional("html", TEXT),
                optional("cc", TEXTS),
                optional("bcc", TEXTS),
                ATTACHMENTS,
                optional("sendAt", TEXT).saying("ISO time, up to 30 days ahead"),
                IDEMPOTENCY_KEY),
            ACCEPTED,
            SendTools::send),
        new Tool(
            "reply_to_message",
            "Reply to message",
            Scope.MAIL_SEND,
            Tool.Kind.SENDS,
            false,
            "Answers a message, in its thread, to its sender. The same call again is not sent"
                + " twice.",
            closed(
                required("messageId", TEXT),
                optional("text", TEXT),
                optional("html", TEXT),
                optional("replyAll", new Shape.Flag()),
                ATTACHMENTS,
                IDEMPOTENCY_KEY),
            ACCEPTED,
            SendTools::reply));
  }

  private static ObjectNode send(Arguments arguments, Caller caller) {
    Roster sender = caller.identity(arguments);
    ObjectNode body = arguments.without(KEY, Caller.IDENTITY);
    String key = key("send_email", arguments, caller);
    String handle = sender.handle().value();
    if (sender.selfServe()) {
      body.put("from", handle);
      return accepted(caller.post("/v1/messages/send", body, key), body);
    }
    List<String> unfit = List.of("cc", "bcc", "attachments").stream().filter(body::has).toList();
    if (!unfit.isEmpty()) {
      throw new ToolFailure(
          "invalid_arguments",
          "An identity with a pool writes to each recipient by itself, without "
              + String.join(", ", unfit)
              + ".",
          "Leave them out, or send from a mailbox.");
    }
    String path = "/v1/identities/" + Paths.encode(handle) + "/send";
    return accepted(caller.post(path, body, key), body);
  }

  private static ObjectNode reply(Arguments arguments, Caller caller) {
    String id = Paths.id("message", arguments.text("messageId"));
    ObjectNode body = arguments.without(KEY, "messageId");
    String key = key("reply_to_message", arguments, caller);
    return accepted(caller.post("/v1/messages/" + id + "/reply", body, key), body);
  }

  /// The call's own key, or one that follows from the token and the arguments.
  private static String key(String tool, Arguments arguments, Caller caller) {
    return arguments
        .textIfAny(KEY)
        .orElseGet(() ->
            "mcp-"
                + JobIds.sha256(
                    caller.key().id().value() + '\n' + tool + '\n' + canonical(arguments.json())));
  }

  private static String canonical(ObjectNode arguments) {
    return Json.mapper()
        .writer()
        .with(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
        .writeValueAsString(arguments);
  }

  private static ObjectNode accepted(Api.Answer answer, ObjectNode asked) {
    JsonNode taken = answer.body();
    JsonNode rows = taken.path("recipients").isArray() ? taken.path("recipients") : results(taken);
    JsonNode first =
        taken.has("messageId")
            ? taken
            : rows.valueStream().filter(row -> row.has("messageId")).findFirst().orElse(taken);
    ObjectNode result = Json.mapper().createObjectNode();
    Shown.copy(first, result, "messageId");
    Shown.copyAs(first, "convId", result, "threadId");
    Shown.copy(first, result, "outboundJobId", "status");
    result.put("replayed", answer.replayed());
    if (answer.replayed()) {
      result.put("note", REPLAYED);
    }
    Shown.copyAs(first.path("account"), "email", result, "from");
    ArrayNode recipients = result.putArray("recipients");
    rows.forEach(row -> recipients.add(recipient(row)));
    Shown.copy(asked, result, "cc", "bcc");
    Shown.copy(taken, result, "creditsCharged");
    Shown.copyAs(first, "dispatchAtIso", result, "dispatchAt");
    return result;
  }

  private static JsonNode results(JsonNode taken) {
    return taken.path("results");
  }

  private static ObjectNode recipient(JsonNode row) {
    ObjectNode recipient = Json.mapper().createObjectNode();
    Shown.copyAs(row, row.has("address") ? "address" : "to", recipient, "address");
    Shown.copy(row, recipient, "status", "route", "reason", "outboundJobId");
    return recipient;
  }
}
