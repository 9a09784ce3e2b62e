package dev.posthouse.mcp;

import static dev.posthouse.mcp.Shapes.COUNT;
import static dev.posthouse.mcp.Shapes.TEXT;
import static dev.posthouse.mcp.Shapes.closed;
import static dev.posthouse.mcp.Shapes.optional;
import static dev.posthouse.mcp.Shapes.required;

import dev.posthouse.domain.outbound.AttachmentRef;
import dev.posthouse.domain.tenant.Scope;
import dev.posthouse.lambda.Json;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The tool that reads a file of a message: by link, and what is text also as text.
final class FileTool {
  /// A file as results name it.
  static final Shape FILE =
      closed(
          required("id", TEXT),
          required("filename", TEXT),
          required("contentType", TEXT),
          required("sizeBytes", COUNT));

  /// Largest file that is shown as text, in bytes.
  static final int TEXT_BYTES_MAX = 512 * 1024;

  private static final int NAME_CHARS = 100;
  private static final int LINK_SECONDS = 300;
  private static final Pattern TEXTUAL =
      Pattern.compile("text/.*|application/(json|xml|yaml|csv|x-ndjson)|.*\\+(json|xml)");

  private final RandomGenerator random;

  FileTool(RandomGenerator random) {
    this.random = random;
  }

  /// A file as results name it.
  static ObjectNode file(JsonNode file) {
    ObjectNode shown = Json.mapper().createObjectNode();
    Shown.copy(file, shown, "id");
    shown.put("filename", Shown.brief(file.path("filename").asString(""), NAME_CHARS));
    shown.put("contentType", Shown.brief(file.path("contentType").asString(""), NAME_CHARS));
    Shown.copy(file, shown, "sizeBytes");
    return shown;
  }

  Tool tool() {
    return new Tool(
        "get_attachment",
        "Get attachment",
        Scope.MAIL_READ,
        Tool.Kind.READS_MAIL,
        false,
        "A file of a message: a download link for five minutes, and the text of text files.",
        closed(required("attachmentId", TEXT), Shown.maxChars()),
        closed(
            required("notice", TEXT),
            required("id", TEXT),
            required("messageId", TEXT),
            required("filename", TEXT),
            required("contentType", TEXT),
            required("sizeBytes", COUNT),
            required("downloadUrl", TEXT),
            required("expiresInSeconds", COUNT),
            optional("text", TEXT),
            optional("clipped", new Shape.Flag())),
        this::read);
  }

  private ObjectNode read(Arguments arguments, Caller caller) {
    String id = Paths.id("attachment", arguments.text("attachmentId"));
    String message = AttachmentRef.messageOf(id).orElseThrow(() -> noSuchFile(id)).value();
    JsonNode file =
        caller
            .get("/v1/messages/" + message)
            .path("attachments")
            .valueStream()
            .filter(each -> each.path("id").asString("").equals(id))
            .findFirst()
            .orElseThrow(() -> noSuchFile(id));
    String link = caller.linkAt("/v1/attachments/" + id).orElseThrow(() -> noSuchFile(id));
    ObjectNode result = Json.mapper().createObjectNode();
    result.put("notice", Shown.NOTICE);
    result.setAll(file(file));
    result.put("messageId", message);
    result.put("downloadUrl", link);
    result.put("expiresInSeconds", LINK_SECONDS);
    if (isText(file)) {
      String text = new String(caller.fetch(link), StandardCharsets.UTF_8);
      put(result, Shown.clean(text), arguments.whole("maxChars", Shown.CHARS_DEFAULT));
    }
    return result;
  }

  private static boolean isText(JsonNode file) {
    String type = file.path("contentType").asString("").toLowerCase(Locale.ROOT);
    return file.path("sizeBytes").asLong(Long.MAX_VALUE) <= TEXT_BYTES_MAX
        && TEXTUAL.matcher(type.split(";", 2)[0].strip()).matches();
  }

  private void put(ObjectNode result, String text, int maxChars) {
    String nonce = "%08x".formatted(random.nextInt());
    String part = Shown.cut(text, maxChars);
    while (true) {
      result.put("text", Shown.fenced(part, nonce));
      result.put("clipped", part.length() < text.length());
      int over = Shown.length(result) - maxChars;
      if (over <= 0 || part.isEmpty()) {
        return;
      }
      part = Shown.cut(part, part.length() - over);
    }
  }

  private static ToolFailure noSuchFile(String id) {
    return new ToolFailure(
        "not_found",
        "There is no attachment " + id + ".",
        "Use the id of a file in `attachments` of get_message.");
  }
}
