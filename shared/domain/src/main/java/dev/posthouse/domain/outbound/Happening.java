package dev.posthouse.domain.outbound;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Something that happened to a conversation and is no message.
///
/// @param detail the label, or the milliseconds waited; empty for the archive
public record Happening(Instant at, Kind kind, String detail) {
  /// How many are kept of one conversation, the newest.
  public static final int KEPT_MAX = 40;

  /// What happened. Wire form: the lower-case name.
  public enum Kind {
    /// Nobody answered in the time asked for.
    NO_REPLY_EXPIRED,
    LABEL_ADDED,
    LABEL_REMOVED,
    ARCHIVED,
    UNARCHIVED
  }

  /// The happenings with more at the end.
  public static List<Happening> plus(List<Happening> before, List<Happening> more) {
    var all = new ArrayList<>(before);
    all.addAll(more);
    return List.copyOf(all.subList(Math.max(0, all.size() - KEPT_MAX), all.size()));
  }
}
