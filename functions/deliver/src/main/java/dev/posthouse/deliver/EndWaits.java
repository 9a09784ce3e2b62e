package dev.posthouse.deliver;

import dev.posthouse.domain.identity.RosterCache;
import dev.posthouse.domain.outbound.Conversation;
import dev.posthouse.domain.outbound.ConversationId;
import dev.posthouse.domain.outbound.Conversations;
import dev.posthouse.domain.outbound.Waiting;
import dev.posthouse.lambda.Log;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// Ends the waits for answers that did not come in the time asked for.
final class EndWaits {
  private static final int PAGE = 100;

  private final Conversations conversations;
  private final RosterCache rosters;
  private final InstantSource clock;
  private final Log log;

  EndWaits(Conversations conversations, RosterCache rosters, InstantSource clock, Log log) {
    this.conversations = conversations;
    this.rosters = rosters;
    this.clock = clock;
    this.log = log;
  }

  /// Ends those that are over, the longest overdue first.
  ///
  /// @param timeLeft whether there is time for another; what is left over is found next time
  /// @return how many ended
  int end(BooleanSupplier timeLeft) {
    Set<ConversationId> seen = new HashSet<>();
    int ended = 0;
    while (timeLeft.getAsBoolean()) {
      List<ConversationId> overdue =
          conversations.overdue(clock.instant(), PAGE + seen.size()).stream()
              .filter(seen::add)
              .toList();
      if (overdue.isEmpty()) {
        break;
      }
      for (ConversationId id : overdue) {
        if (!timeLeft.getAsBoolean()) {
          return ended;
        }
        ended += end(id) ? 1 : 0;
      }
    }
    return ended;
  }

  private boolean end(ConversationId id) {
    try {
      return conversations.expire(id, clock.instant()).map(this::tell).orElse(false);
    } catch (RuntimeException e) {
      // One conversation's trouble must not hold up the others: the next sweep meets it again.
      log.with("conversation", id.value()).error("a wait could not be ended", e);
      return false;
    }
  }

  private boolean tell(Conversation conversation) {
    Waiting.Unanswered last = conversation.waiting().last();
    String handle =
        rosters
            .find(conversation.identity())
            .map(roster -> roster.handle().value())
            .orElse(conversation.identity().value());
    log.identity(handle)
        .with("conversation", conversation.id().value())
        .address("recipient", conversation.correspondent().toString())
        .with("waitedMs", last == null ? 0 : last.waited().toMillis())
        .info("no reply");
    return true;
  }
}
