package dev.posthouse.domain.message;

import dev.posthouse.domain.EmailAddress;
import dev.posthouse.domain.identity.IdentityId;
import dev.posthouse.domain.outbound.MessageId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// The messages of identities, by time. They are kept until somebody deletes them.
public interface Messages {
  /// The message as of now (strongly consistent).
  Optional<Message> find(IdentityId identity, MessageId id);

  /// The message as of now, in whichever of the identities it is.
  Optional<Message> findIn(Collection<IdentityId> identities, MessageId id);

  /// Those of the messages that exist, in the order asked for.
  List<Message> findAll(IdentityId identity, Collection<MessageId> ids);

  /// The identity's messages, newest first.
  ///
  /// @param since only those at or after that moment
  /// @param before only those older than this message
  List<Message> list(
      IdentityId identity, Optional<Instant> since, Optional<MessageId> before, int limit);

  /// Takes a message in: files it, adds it to its conversation (opened if need be, and out of the
  /// archive), and remembers that a person was heard. All or nothing, and once: false if the
  /// identity had the message already, under this id or as one with the same `Message-ID` among the
  /// latest of the conversation.
  boolean receive(Message message, Arrival arrival);

  /// Marks a message. False if it is not there.
  boolean markRead(IdentityId identity, MessageId id, boolean read);

  /// Deletes a message from its identity. False if it is not there.
  boolean delete(IdentityId identity, MessageId id);

  /// What a message means to its conversation when it comes in.
  ///
  /// @param correspondent the other side of the conversation
  /// @param ordinal the mailbox of the pool it came to
  record Arrival(EmailAddress correspondent, int ordinal) {}
}
