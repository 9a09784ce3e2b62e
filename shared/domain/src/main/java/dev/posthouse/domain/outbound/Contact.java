package dev.posthouse.domain.outbound;

import java.time.Instant;
import java.util.Optional;

/// What ties a recipient to an identity since the first message.
///
/// @param ordinal the mailbox the recipient is pinned to
/// @param heardAt when a person there last wrote to the identity
/// @param unanswered messages taken since then, as far as they matter: at most [#UNANSWERED_MAX]
public record Contact(
    int ordinal, ConversationId conversation, Optional<Instant> heardAt, int unanswered) {
  /// So many messages without an answer make a recipient cold again.
  public static final int UNANSWERED_MAX = 3;

  /// A contact that has not been written to since it was heard.
  public Contact(int ordinal, ConversationId conversation, Optional<Instant> heardAt) {
    this(ordinal, conversation, heardAt, 0);
  }

  /// Whether a person there has written within our last [#UNANSWERED_MAX] messages.
  public boolean warm() {
    return heardAt.isPresent() && unanswered < UNANSWERED_MAX;
  }
}
