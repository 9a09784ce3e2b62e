package dev.posthouse.mail.inbound;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/// Message ids as they stand in `Message-ID`, `In-Reply-To` and `References` (RFC 5322 §3.6.4),
/// told without their angle brackets. What else stands there, as old clients wrote, is passed over.
final class MessageIdReader {
  private static final int ALL_MAX = 10_000;

  private MessageIdReader() {}

  /// The first id in `value`.
  static Optional<String> first(String value) {
    List<String> ids = all(value);
    return ids.isEmpty() ? Optional.empty() : Optional.of(ids.getFirst());
  }

  /// All ids of a field, each once, in order; of too many the first and the last ones.
  static List<String> all(List<String> values, EnumSet<Cut> cuts) {
    LinkedHashSet<String> distinct = new LinkedHashSet<>();
    values.forEach(value -> distinct.addAll(all(value)));
    List<String> ids = new ArrayList<>(distinct);
    if (ids.size() > InboundLimits.REFERENCES_MAX) {
      cuts.add(Cut.REFERENCES);
      ids.subList(1, ids.size() - InboundLimits.REFERENCES_MAX + 1).clear();
    }
    return List.copyOf(ids);
  }

  private static List<String> all(String value) {
    List<String> ids = new ArrayList<>();
    int start = value.indexOf('<');
    if (start < 0) {
      // Written without brackets: only what stands alone is taken for an id.
      String bare = value.strip();
      return isId(bare) ? List.of(bare) : List.of();
    }
    while (start >= 0 && ids.size() < ALL_MAX) {
      int end = value.indexOf('>', start);
      if (end < 0) {
        break;
      }
      // The last bracket that opens, should one not close; white space is from a fold.
      String id = value.substring(value.lastIndexOf('<', end) + 1, end).replaceAll("\\s", "");
      if (isId(id)) {
        ids.add(id);
      }
      start = value.indexOf('<', end);
    }
    return ids;
  }

  private static boolean isId(String text) {
    return !text.isEmpty()
        && text.length() <= InboundLimits.MESSAGE_ID_CHARS_MAX
        && text.indexOf('@') >= 0
        && text.chars().allMatch(c -> c > ' ' && c <= '~' && c != '<' && c != '>');
  }
}
