package dev.posthouse.mail;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Message ids of a thread (RFC 5322 §3.6.4), here always without their angle brackets.
final class MessageIds {
  /// Longest id, in characters: it stands on one line of at most 998 (RFC 5322 §2.1.1).
  static final int LENGTH_MAX = 990;

  /// Most characters in `References`. A thread that is longer keeps its root, which clients file it
  /// under, and its newest messages, which they look for first.
  static final int REFERENCES_MAX = 4 * 998;

  private MessageIds() {}

  /// @throws IllegalArgumentException if `id` could not stand between angle brackets
  static String checked(String what, String id) {
    String bare =
        id.length() > 2 && id.startsWith("<") && id.endsWith(">")
            ? id.substring(1, id.length() - 1)
            : id;
    HeaderText.checkedToken(what, bare, LENGTH_MAX);
    if (bare.chars().anyMatch(c -> c == '<' || c == '>')) {
      throw new IllegalArgumentException(what + " is not one message id");
    }
    return bare;
  }

  /// The whole `References` of a message: the thread's ids and, last, the one it answers.
  static List<String> references(List<String> thread, @Nullable String inReplyTo) {
    List<String> ids = new ArrayList<>(thread);
    if (inReplyTo != null && !ids.contains(inReplyTo)) {
      ids.add(inReplyTo);
    }
    return trimmed(ids);
  }

  private static List<String> trimmed(List<String> ids) {
    if (ids.stream().mapToInt(MessageIds::width).sum() <= REFERENCES_MAX) {
      return ids;
    }
    List<String> kept = new ArrayList<>();
    int left = REFERENCES_MAX - width(ids.getFirst());
    for (int i = ids.size() - 1; i > 0 && left >= width(ids.get(i)); i--) {
      left -= width(ids.get(i));
      kept.addFirst(ids.get(i));
    }
    kept.addFirst(ids.getFirst());
    return kept;
  }

  /// With its brackets and the space before it.
  private static int width(String id) {
    return id.length() + 3;
  }
}
