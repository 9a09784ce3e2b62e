package dev.posthouse.mcp;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// The newest messages of a thread that fit into a result.
///
/// The newest come first into it, because an agent answers them. Each gets an equal part of the
/// room for the beginning of its body, as the thread has it; what short ones leave goes to newer
/// ones, and what then is left to the whole bodies of the newest.
///
/// @param messages oldest first
/// @param limit most messages
/// @param maxChars most characters of the whole result
/// @param nonce of the marks around bodies
/// @param whole the whole body of the message with that id
record ThreadPage(
    List<JsonNode> messages,
    int limit,
    int maxChars,
    String nonce,
    Function<String, String> whole) {
  /// Most bodies that are read whole: each is a request.
  static final int WHOLE_MAX = 5;

  /// Room for `before` and for the commas.
  private static final int RESERVE = 60;

  /// Less room than this is not worth a request.
  private static final int WORTHWHILE = 200;

  /// A message as far as it is shown.
  ///
  /// @param row without its body
  private record Part(ObjectNode row, JsonNode message, String body, boolean clipped) {}

  void fill(ObjectNode result) {
    ArrayNode rows = result.putArray("messages");
    int room = maxChars - Shown.length(result) - RESERVE;
    List<ObjectNode> shown = newest(room);
    int first = messages.size() - shown.size();
    for (ObjectNode row : shown) {
      room -= Shown.length(row) + 1;
    }
    var parts = new ArrayList<Part>();
    for (int i = 0; i < shown.size(); i++) {
      JsonNode message = messages.get(first + i);
      Part part = part(shown.get(i), message, room / (shown.size() - i));
      room -= escaped(part.body());
      parts.add(part);
    }
    complete(parts, room);
    boolean clipped = first > 0;
    for (Part part : parts) {
      put(part.row(), part.body(), part.clipped());
      rows.add(part.row());
      clipped |= part.clipped();
    }
    result.put("clipped", clipped);
    if (first > 0 && first < messages.size()) {
      result.put("before", messages.get(first).path("id").asString(""));
    }
  }

  /// As many of the newest as have room at least without their bodies, and at least one.
  private List<ObjectNode> newest(int room) {
    var rows = new ArrayList<ObjectNode>();
    int left = room;
    for (int i = messages.size() - 1; i >= 0 && rows.size() < limit; i--) {
      ObjectNode row = MailTools.inThread(messages.get(i));
      put(row, "", false);
      left -= Shown.length(row) + 1;
      if (left < 0 && !rows.isEmpty()) {
        break;
      }
      rows.addFirst(row);
    }
    return rows;
  }

  private static Part part(ObjectNode row, JsonNode message, int room) {
    String beginning = MailTools.beginning(message);
    String body = fitting(beginning, room);
    boolean clipped =
        body.length() < beginning.length() || message.path("clipped").asBoolean(false);
    return new Part(row, message, body, clipped);
  }

  /// Gives the room that is left to the newest.
  private void complete(List<Part> parts, int left) {
    int room = left;
    int read = 0;
    for (int i = parts.size() - 1; i >= 0 && room >= WORTHWHILE && read < WHOLE_MAX; i--) {
      Part part = parts.get(i);
      if (part.clipped()) {
        String all = whole.apply(part.message().path("id").asString(""));
        String body = fitting(all, escaped(part.body()) + room);
        room -= escaped(body) - escaped(part.body());
        read++;
        parts.set(i, new Part(part.row(), part.message(), body, body.length() < all.length()));
      }
    }
  }

  private void put(ObjectNode row, String body, boolean clipped) {
    row.put("body", Shown.fenced(body, nonce));
    row.put("clipped", clipped);
  }

  private static String fitting(String body, int room) {
    String part = Shown.cut(body, room);
    while (!part.isEmpty() && escaped(part) > room) {
      part = Shown.cut(part, part.length() - (escaped(part) - room));
    }
    return part;
  }

  /// How many characters a text takes as JSON, its quotes aside.
  private static int escaped(String text) {
    return Shown.length(StringNode.valueOf(text)) - 2;
  }
}
