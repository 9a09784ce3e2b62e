package dev.posthouse.domain.outbound;

import dev.posthouse.domain.pool.Roster;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Messages of one request, decided on and to be taken together: all counted on one day sheet.
///
/// @param roster what the decision was made on
/// @param messages at most [#MESSAGES_MAX]
public record Admission(Roster roster, List<Admitted> messages) {
  /// Most messages one transaction takes: each is up to three of its 100 items, and the size of a
  /// transaction decides how often it conflicts.
  public static final int MESSAGES_MAX = 20;

  /// @throws IllegalArgumentException unless there are 1 to [#MESSAGES_MAX] messages
  public Admission {
    messages = List.copyOf(messages);
    if (messages.isEmpty() || messages.size() > MESSAGES_MAX) {
      throw new IllegalArgumentException("1 to " + MESSAGES_MAX + " messages are admitted at once");
    }
  }

  /// One message to be taken.
  ///
  /// @param opening the conversation it opens, on first contact
  /// @param repinnedFrom the ordinal the recipient was pinned to, if that changes
  public record Admitted(
      OutboundJob job, Optional<Opening> opening, Optional<Integer> repinnedFrom) {}

  /// A conversation that begins with this message.
  public record Opening(String subject, String snippet, List<String> labels, Instant at) {
    public Opening {
      labels = List.copyOf(labels);
    }
  }
}
