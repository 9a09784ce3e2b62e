package dev.posthouse.domain.outbound;

import dev.posthouse.domain.identity.IdentityId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Conversations and the messages in them.
public interface Conversations {
  /// The conversation as of now (strongly consistent).
  Optional<Conversation> find(ConversationId id);

  /// Files a job's message under its identity, once; filing it again changes nothing.
  void file(OutboundJob job);

  /// Adds a sent message to its conversation: its `Message-ID` for later replies, the snippet, the
  /// time. Adding it again changes nothing.
  ///
  /// @param messageId the `Message-ID` SES gave it, without angle brackets
  void sent(OutboundJob job, String messageId, String snippet);

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
