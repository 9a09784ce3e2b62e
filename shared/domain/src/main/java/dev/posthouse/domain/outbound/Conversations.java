package dev.posthouse.domain.outbound;

import dev.posthouse.domain.identity.IdentityId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Conversations and the messages in them.
public interface Conversations {
  /// The conversation as of now (strongly consistent).
  Optional<Conversation> find(ConversationId id);

  /// Files a job's message under its identity, once; filing it again changes nothing.
  ///
  /// @param content what it says, wherever the job keeps that
  /// @param messageId its `Message-ID` without angle brackets, if it is known by now
  void file(OutboundJob job, Content content, Optional<String> messageId);

  /// Adds a sent message to its conversation, which it opens if need be: its `Message-ID` for later
  /// replies, the snippet, the time, and that its answer is waited for, if it is. Adding it again
  /// changes nothing.
  ///
  /// @param messageId the `Message-ID` SES gave it, without angle brackets
  void sent(OutboundJob job, String messageId, String snippet);

  /// The identity's conversations by their last activity, newest first, perhaps a moment old.
  ///
  /// @param before only those whose last activity is before that of this position
  List<Conversation> list(IdentityId identity, Optional<Position> before, int limit);

  /// Changes what its owner says of a conversation. Empty if there is no such conversation.
  ///
  /// @param archived null to leave that as it is
  Optional<Conversation> change(
      ConversationId id,
      Set<String> addLabels,
      Set<String> removeLabels,
      @Nullable Boolean archived,
      Instant now);

  /// Conversations whose wait for an answer is over by that moment, the longest overdue first,
  /// perhaps a moment old.
  List<ConversationId> overdue(Instant until, int limit);

  /// Ends a wait that is over, once: of an answer that comes in at the same time and this, the
  /// first wins. Empty if there is nothing to end.
  Optional<Conversation> expire(ConversationId id, Instant now);

  /// How many conversations of the identity have each label.
  Map<String, Integer> labelCounts(IdentityId identity);

  /// A conversation's place in the list.
  record Position(Instant lastEventAt, ConversationId id) {}

  /// Ids of an identity's jobs in the order of their acceptance, newest first, as far as their
  /// messages are filed.
  ///
  /// @param since only those accepted at or after that moment
  /// @param before only those older than this message
  List<Filed> jobs(
      IdentityId identity, Optional<Instant> since, Optional<MessageId> before, int limit);

  /// A filed message and its job.
  record Filed(MessageId message, JobId job) {}
}
