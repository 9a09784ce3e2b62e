package dev.posthouse.mcp;

import static dev.posthouse.mcp.Shapes.COUNT;
import static dev.posthouse.mcp.Shapes.TEXT;
import static dev.posthouse.mcp.Shapes.TEXTS;
import static dev.posthouse.mcp.Shapes.closed;
import static dev.posthouse.mcp.Shapes.optional;
import static dev.posthouse.mcp.Shapes.required;

import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.lambda.Json;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The tools that read mail.
final class MailTools {
  private static final int LIST_DEFAULT = 10;
  private static final int LIST_MAX = 50;
  private static final int THREAD_DEFAULT = 20;
  // What a thread of the API shows at most.
  private static final int THREAD_MESSAGES = 200;
  private static final int SUBJECT_CHARS = 200;
  private static final int SNIPPET_CHARS = 200;
  private static final int NAME_CHARS = 80;
  private static final int ADDRESSES_MAX = 20;
  private static final int ROW_ADDRESSES_MAX = 3;

  private static final int FEW_FILES = 5;

  private final RandomGenerator random;

  /// @param random for marks that the writers of mail cannot guess
  MailTools(RandomGenerator random) {
    this.random = random;
  }

  List<Tool> tools() {
    return List.of(listMessages(), getMessage(), getThread());
  }

  private Tool listMessages() {
    Shape row =
        closed(
                required("id", TEXT),
                required("threadId", TEXT),
                required("direction", TEXT),
                optional("status", TEXT),
                required("subject", TEXT),
                required("snippet", TEXT),
                required("read", new Shape.Flag()),
                required("at", TEXT),
                required("attachments", COUNT))
            .and(optional("from", TEXT), optional("fromName", TEXT), optional("to", TEXTS));
    return new Tool(
        "list_messages",
        "List messages",
        Scope.MAIL_READ,
        Tool.Kind.READS_MAIL,
        true,
        "Newest messages first, as summaries; get_message has the body.",
        closed(
            optional("search", new Shape.Text(1, 200)).saying("in subject, snippet, addresses"),
            optional("direction", new Shape.Word(List.of("inbound", "outbound"))),
            optional("since", TEXT).saying("ISO time"),
            optional("limit", new Shape.Whole(1, LIST_MAX)),
            optional("cursor", TEXT).saying("nextCursor of the page before")),
        closed(
            required("notice", TEXT),
            required("messages", new Shape.Many(row, 0, 0)),
            optional("nextCursor", TEXT)),
        MailTools::list);
  }

  private static ObjectNode list(Arguments arguments, Caller caller) {
    Paths path =
        Paths.of("/v1/mailboxes/self/messages")
            .with("identity", caller.identity(arguments).handle().value())
            .with("limit", Integer.toString(arguments.whole("limit", LIST_DEFAULT)));
    for (String filter : List.of("search", "direction", "since", "cursor")) {
      arguments.textIfAny(filter).ifPresent(value -> path.with(filter, value));
    }
    JsonNode page = caller.get(path.toString());
    ObjectNode result = Json.mapper().createObjectNode();
    result.put("notice", Shown.NOTICE);
    ArrayNode rows = result.putArray("messages");
    page.path("items").forEach(message -> rows.add(row(message)));
    Shown.copy(page, result, "nextCursor");
    return result;
  }

  private static ObjectNode row(JsonNode message) {
    ObjectNode row = Json.mapper().createObjectNode();
    Shown.copy(message, row, "id", "threadId", "direction", "status");
    parties(message, row, ROW_ADDRESSES_MAX);
    row.put("subject", Shown.brief(message.path("subject").asString(""), SUBJECT_CHARS));
    row.put("snippet", Shown.brief(message.path("snippet").asString(""), SNIPPET_CHARS));
    Shown.copy(message, row, "read");
    Shown.copyAs(message, "createdAt", row, "at");
    row.put("attachments", message.path("attachments").size());
    return row;
  }

  private static void parties(JsonNode message, ObjectNode to, int max) {
    Shown.copy(message, to, "from");
    if (message.has("fromName")) {
      to.put("fromName", Shown.brief(message.path("fromName").asString(""), NAME_CHARS));
    }
    addresses(message, to, "to", max);
  }

  private static void addresses(JsonNode message, ObjectNode to, String name, int max) {
    ArrayNode addresses = to.putArray(name);
    message.path(name).valueStream().limit(max).forEach(addresses::add);
  }

  /// What a message says.
  ///
  /// @param html whether it has no text, so that this is its HTML
  private record Body(String text, boolean html) {
    static Body of(JsonNode content) {
      String text = content.path("text").asString("");
      String html = content.path("html").asString("");
      return text.isBlank() && !html.isEmpty()
          ? new Body(Shown.clean(html), true)
          : new Body(Shown.clean(text), false);
    }
  }

  private Tool getMessage() {
    return new Tool(
        "get_message",
        "Get message",
        Scope.MAIL_READ,
        Tool.Kind.READS_MAIL,
        false,
        "A message with its body as text; nextOffset reads on where it is clipped.",
        closed(
            required("messageId", TEXT),
            Shown.maxChars(),
            optional("offset", new Shape.Whole(0, Integer.MAX_VALUE)).saying("in the body")),
        closed(
                required("notice", TEXT),
                required("id", TEXT),
                required("threadId", TEXT),
                required("direction", TEXT),
                optional("status", TEXT),
                optional("kind", TEXT),
                optional("replyTo", TEXT),
                optional("cc", TEXTS),
                required("subject", TEXT),
                required("at", TEXT),
                required("read", new Shape.Flag()),
                optional("outboundJobId", TEXT),
                required("attachments", new Shape.Many(FileTool.FILE, 0, 0)),
                required("format", new Shape.Word(List.of("text", "html"))),
                required("body", TEXT),
                required("offset", COUNT),
                required("totalChars", COUNT),
                required("clipped", new Shape.Flag()),
                optional("nextOffset", COUNT))
            .and(optional("from", TEXT), optional("fromName", TEXT), optional("to", TEXTS)),
        this::message);
  }

  private ObjectNode message(Arguments arguments, Caller caller) {
    String path = "/v1/messages/" + Paths.id("message", arguments.text("messageId"));
    JsonNode message = caller.get(path);
    JsonNode content = caller.get(path + "/content");
    Body body = Body.of(content);
    ObjectNode result = Json.mapper().createObjectNode();
    result.put("notice", Shown.NOTICE);
    Shown.copy(message, result, "id", "threadId", "direction", "status", "kind");
    parties(message, result, ADDRESSES_MAX);
    addresses(message, result, "cc", ADDRESSES_MAX);
    Shown.copy(message, result, "replyTo", "read", "outboundJobId");
    result.put("subject", Shown.brief(message.path("subject").asString(""), SUBJECT_CHARS));
    Shown.copyAs(message, "createdAt", result, "at");
    ArrayNode files = result.putArray("attachments");
    message.path("attachments").forEach(file -> files.add(FileTool.file(file)));
    result.put("format", body.html() ? "html" : "text");
    fill(
        result,
        body.text(),
        arguments.whole("offset", 0),
        arguments.whole("maxChars", Shown.CHARS_DEFAULT),
        content.path("clipped").asBoolean(false));
    return result;
  }

  /// Puts as much of a body into the result as it may hold.
  private void fill(ObjectNode result, String body, int offset, int maxChars, boolean incomplete) {
    String nonce = nonce();
    int start = Math.min(offset, body.length());
    result.put("offset", start);
    result.put("totalChars", body.length());
    int room = maxChars;
    String part;
    while (true) {
      part = Shown.cut(body.substring(start), room);
      int end = start + part.length();
      result.put("body", Shown.fenced(part, nonce));
      result.put("clipped", incomplete || end < body.length());
      if (end < body.length()) {
        result.put("nextOffset", end);
      } else {
        result.remove("nextOffset");
      }
      int over = Shown.length(result) - maxChars;
      if (over <= 0) {
        return;
      }
      if (part.isEmpty()) {
        slim(result);
        return;
      }
      room = Math.max(0, part.length() - over);
    }
  }

  /// Leaves out what a message can do without, where even its names leave no room for its body.
  private static void slim(ObjectNode result) {
    result.remove("cc");
    for (String list : List.of("to", "attachments")) {
      int kept = list.equals("to") ? ROW_ADDRESSES_MAX : FEW_FILES;
      if (result.path(list) instanceof ArrayNode all) {
        while (all.size() > kept) {
          all.remove(all.size() - 1);
        }
      }
    }
    result.put("clipped", true);
  }

  private String nonce() {
    return "%08x".formatted(random.nextInt());
  }

  private Tool getThread() {
    Shape row =
        closed(
                required("id", TEXT),
                required("direction", TEXT),
                required("subject", TEXT),
                required("at", TEXT),
                required("attachments", COUNT),
                required("body", TEXT),
                required("clipped", new Shape.Flag()))
            .and(optional("from", TEXT), optional("fromName", TEXT), optional("to", TEXTS));
    return new Tool(
        "get_thread",
        "Get thread",
        Scope.MAIL_READ,
        Tool.Kind.READS_MAIL,
        false,
        "A thread's newest messages, oldest of them first, with the beginning of each body.",
        closed(
            required("threadId", TEXT),
            optional("limit", new Shape.Whole(1, LIST_MAX)),
            optional("before", TEXT).saying("a message id: only those before it"),
            Shown.maxChars()),
        closed(
            required("notice", TEXT),
            required("threadId", TEXT),
            required("subject", TEXT),
            required("with", TEXT),
            required("messageCount", COUNT),
            required("messages", new Shape.Many(row, 0, 0)),
            required("clipped", new Shape.Flag()),
            optional("before", TEXT)),
        this::thread);
  }

  private ObjectNode thread(Arguments arguments, Caller caller) {
    String id = Paths.id("thread", arguments.text("threadId"));
    JsonNode thread =
        caller.get(
            Paths.of("/v1/threads/" + id)
                .with("limit", Integer.toString(THREAD_MESSAGES))
                .toString());
    ObjectNode result = Json.mapper().createObjectNode();
    result.put("notice", Shown.NOTICE);
    result.put("threadId", id);
    result.put("subject", Shown.brief(thread.path("subject").asString(""), SUBJECT_CHARS));
    Shown.copy(thread, result, "with", "messageCount");
    result.put("clipped", true);
    List<JsonNode> messages = before(arguments, thread.path("messages").valueStream().toList());
    int limit = arguments.whole("limit", THREAD_DEFAULT);
    int maxChars = arguments.whole("maxChars", Shown.CHARS_DEFAULT);
    new ThreadPage(messages, limit, maxChars, nonce(), message -> body(message, caller))
        .fill(result);
    return result;
  }

  private static String body(String message, Caller caller) {
    return Body.of(caller.get("/v1/messages/" + message + "/content")).text();
  }

  private static List<JsonNode> before(Arguments arguments, List<JsonNode> messages) {
    String before = arguments.textIfAny("before").orElse("");
    if (before.isEmpty()) {
      return messages;
    }
    List<JsonNode> earlier =
        messages.stream()
            .takeWhile(message -> !message.path("id").asString("").equals(before))
            .toList();
    if (earlier.size() == messages.size()) {
      throw new ToolFailure(
          "not_found",
          "The thread has no message " + Shown.brief(before, NAME_CHARS) + ".",
          "Use `before` as the last result of get_thread gave it.");
    }
    return earlier;
  }

  /// A message of a thread, without its body.
  static ObjectNode inThread(JsonNode message) {
    ObjectNode row = Json.mapper().createObjectNode();
    Shown.copy(message, row, "id", "direction");
    parties(message, row, ROW_ADDRESSES_MAX);
    row.put("subject", Shown.brief(message.path("subject").asString(""), SUBJECT_CHARS));
    Shown.copyAs(message, "createdAt", row, "at");
    row.put("attachments", message.path("attachments").size());
    return row;
  }

  /// What a message of a thread begins with.
  static String beginning(JsonNode message) {
    return Stream.of("text", "snippet")
        .map(name -> message.path(name).asString(""))
        .filter(text -> !text.isBlank())
        .findFirst()
        .map(Shown::clean)
        .orElse("");
  }
}
